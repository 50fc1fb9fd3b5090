import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../subgraphs/kit/errors.ts';

/** The text of all TypeScript files below a folder, without the registry's own. */
function sources(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('kit/errors.ts') && !file.includes('generated'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
}

describe('The registry of error codes', () => {
  const documented = readFileSync('docs/errors.md', 'utf8');
  const code = sources('gateway') + sources('subgraphs');
  // Raised by a class of the registry's own file.
  const classes: Partial<Record<keyof typeof ERROR_CODES, string>> = {
    BAD_USER_INPUT: 'new BadUserInputError',
    NOT_FOUND: 'new NotFoundError',
    UPSTREAM_UNAVAILABLE: 'new UpstreamUnavailableError',
  };

  it.each(Object.entries(ERROR_CODES))(
    'has %s raised somewhere and documented as it is',
    (name, { meaning, retryable }) => {
      expect(code).toContain(classes[name as keyof typeof ERROR_CODES] ?? `'${name}'`);
      expect(documented).toContain(`| \`${name}\` | ${meaning} | ${retryable ? 'yes' : 'no'} |`);
    },
  );

  it('has every code that docs/errors.md lists', () => {
    const listed = [...documented.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
    expect(listed).toEqual(Object.keys(ERROR_CODES));
  });
});

describe('docs/configuration.md', () => {
  it('lists every environment variable that Sluice reads', () => {
    const [, schema = ''] =
      /const environment = z\.object\(\{([\s\S]*?)\n\}\);/.exec(readFileSync('gateway/environment.ts', 'utf8')) ?? [];
    const variables = [...schema.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => name);
    const listed = [...readFileSync('docs/configuration.md', 'utf8').matchAll(/^\| `([A-Z_]+)`/gm)].map(
      ([, name]) => name,
    );
    expect(listed.sort()).toEqual(variables.sort());
  });
});
