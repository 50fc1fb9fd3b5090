import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { buildSchema, type GraphQLSchema, printSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { openFlowFiles } from '../../gateway/flows/flowFiles.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { SHOP } from './shopSchema.ts';

const flow = (name: string, note = 'paid') => `subscription ${name} @flow { paymentChanged { id @export(as: "id") } }
mutation Note($id: ID!) { updateContact(input: { id: $id, note: "${note}" }) { contact { id } } }
`;

/** Flow files that are watched, and what came of them: each change as `name:note` of every flow. */
async function watched(files: Readonly<Record<string, string>>, schema: GraphQLSchema = SHOP) {
  const folder = await temporaryFolder();
  const path = (file: string) => join(folder.path, file);
  const write = (file: string, source: string) => writeFile(path(file), source);
  for (const [file, source] of Object.entries(files)) await write(file, source);
  const changes: string[][] = [];
  const log: string[] = [];
  const note = (message: unknown) => log.push(String(message).replaceAll(`${folder.path}/`, ''));
  const flowFiles = await openFlowFiles({
    folder: folder.path,
    schema,
    environmentNames: new Set(),
    logger: { info: note, warn: note, error: note },
    onChange: async (flows) => {
      changes.push(flows.map(summary));
    },
    debounceMs: 20,
  });
  return {
    ...folder,
    path,
    write,
    changes,
    log,
    flowFiles,
    names: () => flowFiles.flows.map(summary),
    async [Symbol.asyncDispose]() {
      await flowFiles.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

const summary = ({ name, source }: { name: string; source: string }) => `${name}:${/note: "(\w+)"/.exec(source)?.[1]}`;

describe('The flow files of a folder', () => {
  it('are read at start, those that end in .graphql', async () => {
    await using at = await watched({ 'b.graphql': flow('B'), 'a.graphql': flow('A'), 'README.md': '# Flows' });
    expect(at.names()).toEqual(['A:paid', 'B:paid']);
    expect(at.log).toEqual([]);
  });

  it('are none when there is no folder', async () => {
    const flowFiles = await openFlowFiles({
      folder: 'no/such/folder',
      schema: SHOP,
      environmentNames: null,
      logger: { info: () => {}, warn: () => {}, error: () => {} },
      onChange: async () => {},
    });
    expect(flowFiles.flows).toEqual([]);
    await flowFiles.close();
  });

  it('are read again when one is written, comes or goes', async () => {
    await using at = await watched({ 'a.graphql': flow('A') });
    await at.write('a.graphql', flow('A', 'changed'));
    await expect.poll(() => at.changes).toEqual([['A:changed']]);
    await at.write('b.graphql', flow('B'));
    await expect.poll(() => at.changes.at(-1)).toEqual(['A:changed', 'B:paid']);
    await rm(at.path('a.graphql'));
    await expect.poll(() => at.changes.at(-1)).toEqual(['B:paid']);
    expect(at.names()).toEqual(['B:paid']);
  });

  it('are not told anew when only a comment has changed', async () => {
    await using at = await watched({ 'a.graphql': flow('A') });
    await at.write('a.graphql', `# Why\n${flow('A')}`);
    await delay(100);
    expect(at.changes).toEqual([]);
  });

  it('keep the last good version of one that is broken, and say why, until it is good again', async () => {
    await using at = await watched({ 'a.graphql': flow('A'), 'b.graphql': flow('B') });
    await at.write('a.graphql', flow('A', 'changed').replace('updateContact', 'updateContcat'));
    await expect.poll(() => at.log).toHaveLength(1);
    expect(at.log).toEqual([
      `a.graphql:2:27: Cannot query field "updateContcat" on type "Mutation". Did you mean "updateContact"?
The last good version of the flow A stays.`,
    ]);
    expect(at.changes).toEqual([]);
    expect(at.names()).toEqual(['A:paid', 'B:paid']);

    await at.write('b.graphql', flow('B', 'changed'));
    await expect.poll(() => at.changes).toEqual([['A:paid', 'B:changed']]);
    expect(at.log).toHaveLength(1);

    await at.write('a.graphql', flow('A', 'mended'));
    await expect.poll(() => at.changes.at(-1)).toEqual(['A:mended', 'B:changed']);
    expect(at.log.at(-1)).toBe('a.graphql is good again.');
  });

  it('leave out one that is broken from the start, and run it once it is mended', async () => {
    await using at = await watched({ 'a.graphql': 'subscription', 'b.graphql': flow('B') });
    expect(at.log).toEqual(['a.graphql:1:13: Syntax Error: Expected "{", found <EOF>.\nThis flow does not run.']);
    expect(at.names()).toEqual(['B:paid']);
    await at.write('a.graphql', flow('A'));
    await expect.poll(() => at.changes).toEqual([['A:paid', 'B:paid']]);
  });

  it('have one flow for each name: a second file is told of the first', async () => {
    await using at = await watched({ 'b.graphql': flow('A', 'first') });
    await at.write('a.graphql', flow('A', 'second'));
    await expect.poll(() => at.log).toHaveLength(1);
    expect(at.log).toEqual([
      'a.graphql: The flow "A" is in b.graphql too; rename one of the subscriptions.\nThis flow does not run.',
    ]);
    expect(at.names()).toEqual(['A:first']);
    await rm(at.path('b.graphql'));
    await expect.poll(() => at.changes).toEqual([['A:second']]);
  });

  it('go on as they are when one is renamed into the name of another', async () => {
    await using at = await watched({ 'a.graphql': flow('A', 'first'), 'b.graphql': flow('B', 'second') });
    await at.write('a.graphql', flow('B', 'third'));
    await expect.poll(() => at.log).toHaveLength(1);
    expect(at.names()).toEqual(['A:first', 'B:second']);
  });

  it('keep a flow whose file is renamed', async () => {
    await using at = await watched({ 'a.graphql': flow('A') });
    await rename(at.path('a.graphql'), at.path('b.graphql'));
    await expect.poll(() => at.changes).toEqual([['A:paid']]);
    expect(at.log).toEqual([]);
  });

  it('report a file that cannot be read', async () => {
    await using at = await watched({ 'b.graphql': flow('B') });
    await mkdir(at.path('a.graphql'));
    await expect.poll(() => at.log).toEqual([expect.stringContaining('a.graphql: It cannot be read: EISDIR')]);
  });

  it('are checked again when the supergraph changes', async () => {
    await using at = await watched({ 'a.graphql': flow('A'), 'b.graphql': flow('B').replace('note:', 'remark:') });
    expect(at.names()).toEqual(['A:paid']);
    const renamed = buildSchema(printSchema(SHOP).replaceAll(/email: String\n {2}note: String/g, 'remark: String'));
    await at.flowFiles.check(renamed);
    expect(at.changes).toEqual([['A:paid', 'B:undefined']]);
    expect(at.log.at(-2)).toContain('The last good version of the flow A stays.');
    await at.flowFiles.check(SHOP);
    expect(at.log.at(-2)).toContain('The last good version of the flow B stays.');
  });

  it('are told again with the next change when they could not be taken over, and say so', async () => {
    const log: unknown[] = [];
    const changes: string[][] = [];
    await using folder = await temporaryFolder();
    const flowFiles = await openFlowFiles({
      folder: folder.path,
      schema: SHOP,
      environmentNames: null,
      logger: { info: () => {}, warn: () => {}, error: (...entry: unknown[]) => log.push(entry) },
      onChange: async (flows) => {
        changes.push(flows.map(summary));
        if (changes.length === 1) throw new Error('the database is gone');
      },
      debounceMs: 20,
    });
    await writeFile(join(folder.path, 'a.graphql'), flow('A'));
    await expect.poll(() => log).toEqual([[expect.any(Error), expect.stringContaining('cannot be reloaded')]]);
    await writeFile(join(folder.path, 'README.md'), '# Flows');
    await expect.poll(() => changes).toEqual([['A:paid'], ['A:paid']]);
    await flowFiles.close();
  });

  it('are watched no more after they are closed', async () => {
    await using at = await watched({ 'a.graphql': flow('A') });
    await at.flowFiles.close();
    await at.write('a.graphql', flow('A', 'changed'));
    await delay(100);
    expect(at.changes).toEqual([]);
  });
});
