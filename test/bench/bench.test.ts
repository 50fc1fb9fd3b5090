import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
/** A whole run starts a dozen processes. */
const WHOLE_RUN_MS = 600_000;

/** The lines of the tables under a heading, by their first column; without the tables' own headings. */
function tableRows(report: string, heading: string): readonly string[][] {
  const [, section = ''] = report.split(`## ${heading}\n`);
  const [text = ''] = section.split('\n## ');
  const rows = text.split('\n').filter((line) => line.startsWith('| '));
  return rows.map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

describe('The benchmarks', () => {
  it(
    'measure every subject beside its limits, and write the figures to a file',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'sluice-test-'));
      try {
        const out = join(folder, 'results.md');
        const flags = ['--engine', 'sqlite', '--seconds', '0.2', '--rounds', '1', '--subscribers', '40', '--out', out];
        await run(process.execPath, ['--import', 'tsx', 'bench/main.ts', ...flags]);
        const report = await readFile(out, 'utf8');
        const figure = expect.stringMatching(/^-?[\d,.]+$/);

        const configurations = [
          'SQLite, in process',
          'SQLite, over HTTP',
          'limit: pipeline alone',
          'limit: node:http alone',
        ];
        for (const heading of ['A query of three systems', 'A query of six systems']) {
          const [, , ...rows] = tableRows(report, heading);
          expect(rows).toEqual(
            ['10', '100'].flatMap((customers) =>
              configurations.map((name) => [name, customers, figure, figure, expect.any(String), figure, figure]),
            ),
          );
        }

        const live = tableRows(report, 'A mutation to a subscriber’s socket');
        expect(live).toContainEqual(['SQLite', figure, figure, figure, figure, figure, figure]);
        expect(live).toContainEqual(['limit: node:http, ws', figure, figure, figure, figure, figure, figure]);
        expect(live).toContainEqual(['SQLite', '50', figure, figure, figure]);

        const fanOut = tableRows(report, 'One subscription, thousands of subscribers');
        for (const server of ['Sluice', 'limit: a loop over ws sockets']) {
          expect(fanOut).toContainEqual([server, '40', figure, figure, figure]);
          expect(fanOut).toContainEqual([server, '40', figure, figure, figure, figure]);
        }

        expect(tableRows(report, 'A mutation to a finished flow')).toContainEqual(['SQLite', figure, figure, '']);

        const webhooks = tableRows(report, 'Webhooks that are stored before they are answered');
        expect(webhooks).toContainEqual(['SQLite', figure, figure, figure, figure, figure, figure, figure, figure]);

        const layers = tableRows(report, 'What share each layer takes');
        expect(layers).toContainEqual(['gateway: execute the plan', figure, figure]);
        expect(layers).toContainEqual(['SQL driver', figure, figure]);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    WHOLE_RUN_MS,
  );

  it('say how they are used when a flag is wrong', async () => {
    const failure = run(process.execPath, ['--import', 'tsx', 'bench/main.ts', '--only', 'everything']);
    await expect(failure).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('npm run bench') });
  });
});
