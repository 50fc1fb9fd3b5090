import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import { check } from '../../gateway/commands/check.ts';
import { compose } from '../../gateway/commands/compose.ts';
import { composeSupergraph } from '../../gateway/federation/composeSupergraph.ts';
import { withoutRecord } from '../../gateway/federation/recordedComposition.ts';
import { readRoverConfig } from '../../gateway/roverConfig.ts';
import { runSluice } from '../harness/spawnSluice.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';

const ROVER = `subgraphs:
  crm:
    routing_url: http://127.0.0.1:1/graphql
    schema:
      file: crm.graphql
`;
const CRM = `type Query {
  contact(id: ID!): Contact
}
type Contact {
  id: ID!
  name: String
  stage: Stage
}
enum Stage {
  LEAD
  CUSTOMER
}
`;

/** A project of one subgraph whose supergraph is checked in. */
async function project() {
  const folder = await temporaryFolder();
  const place = { roverFile: join(folder.path, 'rover.yaml'), supergraphFile: join(folder.path, 'supergraph.graphql') };
  const write = (sdl: string) => writeFile(join(folder.path, 'crm.graphql'), sdl);
  await writeFile(place.roverFile, ROVER);
  await write(CRM);
  await compose(place);
  return { ...folder, ...place, write };
}

describe('npm run compose and npm run check', () => {
  it('write what rover.yaml composes to, and say that it is checked in', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'supergraph.graphql');
    expect(await runSluice({ args: ['compose', '--supergraph', file] })).toMatchObject({ code: 0, stderr: '' });
    expect(withoutRecord(await readFile(file, 'utf8'))).toBe(composeSupergraph(await readRoverConfig('rover.yaml')));
    expect(await runSluice({ args: ['check', '--supergraph', file] })).toEqual({
      code: 0,
      stdout: `${file} is what rover.yaml composes to.\n`,
      stderr: '',
    });
  });

  it.each([
    [
      'breaking',
      ['  name: String\n', ''],
      ['BREAKING (1)', "  Contact.name: Field 'name' was removed from object type 'Contact'"],
    ],
    [
      'dangerous',
      ['  CUSTOMER\n', '  CUSTOMER\n  CHURNED\n'],
      ['DANGEROUS (1)', "  Stage.CHURNED: Enum value 'CHURNED' was added to enum 'Stage'"],
    ],
    [
      'safe',
      ['  id: ID!\n', '  id: ID!\n  owner: String\n'],
      ['SAFE (1)', "  Contact.owner: Field 'owner' was added to object type 'Contact'"],
    ],
  ] as const)('report a %s change with its path', async (_level, [from, to], lines) => {
    await using at = await project();
    await at.write(CRM.replace(from, to));
    expect(await check(at)).toEqual({
      passed: false,
      report: [
        `${at.supergraphFile} is not what ${at.roverFile} composes to.`,
        lines.join('\n'),
        'Run `npm run compose` and check it in.',
      ].join('\n\n'),
    });
  });

  it('report changes by level, and a new type once', async () => {
    await using at = await project();
    await at.write(
      CRM.replace('name: String', 'name: Int\n  notes: [Note]')
        .replace('contact(id: ID!)', 'contact(id: ID!, stage: Stage)')
        .concat('type Note { text: String at: String }\n'),
    );
    const { report } = await check(at);
    expect(report.split('\n').slice(2, -2)).toEqual([
      'BREAKING (1)',
      "  Contact.name: Field 'Contact.name' changed type from 'String' to 'Int'",
      '',
      'DANGEROUS (1)',
      "  Query.contact.stage: Argument 'stage: Stage' added to field 'Query.contact'",
      '',
      'SAFE (2)',
      "  Contact.notes: Field 'notes' was added to object type 'Contact'",
      "  Note: Type 'Note' was added",
    ]);
  });

  it('notice a change that clients do not see', async () => {
    await using at = await project();
    await writeFile(at.roverFile, ROVER.replace('127.0.0.1', 'crm.internal'));
    expect(await check(at)).toMatchObject({
      passed: false,
      report: expect.stringContaining('For clients nothing changes'),
    });
  });

  it('exit with 1 when the checked-in file is not what the subgraphs compose to', async () => {
    await using at = await project();
    await at.write(CRM.replace('  name: String\n', ''));
    const args = ['check', '--config', at.roverFile, '--supergraph', at.supergraphFile];
    const { code, stdout } = await runSluice({ args });
    expect(code).toBe(1);
    expect(stdout).toContain('BREAKING (1)');
  });

  it('fail with --against only on a breaking change', async () => {
    await using at = await project();
    const args = ['check', '--config', at.roverFile, '--against', at.supergraphFile];
    await at.write(CRM.replace('CUSTOMER', 'CUSTOMER\n  CHURNED'));
    const dangerous = await runSluice({ args });
    expect(dangerous).toMatchObject({ code: 0, stdout: expect.stringContaining('DANGEROUS (1)') });
    expect(dangerous.stdout).not.toContain('npm run compose');
    await at.write(CRM.replace('  CUSTOMER\n', ''));
    expect(await check({ ...at, against: at.supergraphFile })).toMatchObject({
      passed: false,
      report: expect.stringContaining('BREAKING (1)'),
    });
  });

  it('refuse to compare with a file that is missing or no supergraph', async () => {
    await using at = await project();
    const against = (file: string) => check({ ...at, against: join(at.path, file) });
    await expect(against('none.graphql')).rejects.toMatchObject({
      code: 'CONFIGURATION_INVALID',
      message: expect.stringContaining('none.graphql cannot be read'),
    });
    await expect(against('crm.graphql')).rejects.toMatchObject({
      code: 'CONFIGURATION_INVALID',
      message: expect.stringContaining('crm.graphql: '),
    });
  });

  it('report a composition error with the file, the line and the column', async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, 'a.graphql'), 'type Query { a: Thing }\ntype Thing {\n  id: ID!\n}\n');
    await writeFile(join(folder.path, 'b.graphql'), 'type Query { b: Thing }\ntype Thing {\n  id: String!\n}\n');
    const subgraph = (name: string) =>
      `  ${name}:\n    routing_url: http://127.0.0.1:1\n    schema:\n      file: ${name}.graphql\n`;
    const roverFile = join(folder.path, 'rover.yaml');
    await writeFile(roverFile, `subgraphs:\n${subgraph('a')}${subgraph('b')}`);
    for (const command of ['compose', 'check']) {
      const { code, stderr } = await runSluice({
        args: [command, '--config', roverFile, '--supergraph', join(folder.path, 'supergraph.graphql')],
      });
      expect(code).toBe(1);
      expect(stderr).toMatch(/a\.graphql:3:3.*b\.graphql:3:3.*Thing\.id/);
      expect(stderr).toContain('COMPOSITION_FAILED');
    }
  });
});

describe('The lint of the SDL', () => {
  const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';
  const eslint = new ESLint();
  const lint = async (sdl: string) => {
    const [result] = await eslint.lintText(`${LINK}\n${sdl}`, { filePath: 'schema/example.graphql' });
    return result?.messages.map(({ line, column, ruleId, message }) => `${line}:${column} ${ruleId} ${message}`);
  };

  it('has nothing to say about the SDL that is here', async () => {
    const results = await eslint.lintFiles('schema/*.graphql');
    expect(
      results.flatMap(({ filePath, messages }) => messages.map(({ message }) => `${filePath}: ${message}`)),
    ).toEqual([]);
    expect(results.length).toBeGreaterThan(2);
  });

  it('wants a description on every type, field, argument, input field and enum value', async () => {
    const sdl = `type Query {
  ticket(id: ID!): Ticket
}
type Ticket @key(fields: "id") { id: ID! status: TicketStatus! }
input CreateTicketInput { text: String! }
enum TicketStatus { OPEN }`;
    const undescribed = (await lint(sdl))?.filter((text) => text.includes('require-description'));
    expect(undescribed).toEqual([
      '3:3 graphql/require-description Description is required for field "ticket" in type "Query"',
      '3:10 graphql/require-description Description is required for input value "id" in field "ticket"',
      '5:6 graphql/require-description Description is required for type "Ticket"',
      '5:34 graphql/require-description Description is required for field "id" in type "Ticket"',
      '5:42 graphql/require-description Description is required for field "status" in type "Ticket"',
      '6:7 graphql/require-description Description is required for input "CreateTicketInput"',
      '6:27 graphql/require-description Description is required for input value "text" in input "CreateTicketInput"',
      '7:6 graphql/require-description Description is required for enum "TicketStatus"',
      '7:21 graphql/require-description Description is required for enum value "OPEN" in enum "TicketStatus"',
    ]);
  });

  it.each([
    ['a field in snake case', 'type Query { "One." open_ticket: Int }', 'graphql/naming-convention'],
    ['a description that is a comment', 'type Query {\n# One.\nticket: Int }', 'graphql/no-hashtag-description'],
    [
      'a list of records',
      '"T" type Ticket @key(fields: "id") { "I" id: ID! "Others." others: [Ticket!]! }',
      'sluice/record-lists-are-connections',
    ],
    ['a connection without pages', '"T" type Query { "Q" tickets: TicketConnection! }', 'graphql/relay-arguments'],
    [
      'a connection without edges',
      '"C" type TicketConnection { "P" pageInfo: PageInfo! }',
      'graphql/relay-connection-types',
    ],
    [
      'an input that is not called input',
      'type Mutation { "M" pay("W" what: PayInput!): Ticket }',
      'graphql/input-name',
    ],
  ])('refuses %s', async (_what, sdl, rule) => {
    expect(await lint(sdl)).toContainEqual(expect.stringContaining(rule));
  });
});
