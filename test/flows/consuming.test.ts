import { describe, expect, it } from 'vitest';
import type { ChangeTables } from '../../gateway/changes/changeTables.ts';
import type { FlowTables } from '../../gateway/flows/flowTables.ts';
import type { Database } from '../../subgraphs/kit/database/database.ts';
import { engines, type TestStorage } from '../harness/engines.ts';
import { openDatabase } from '../harness/openDatabase.ts';
import { startSluice, type TestSluice } from '../harness/startSluice.ts';
import { flowFolder } from './flowFolder.ts';
import { areFinished, runsOnce } from './storedRuns.ts';

const DAY_MS = 86_400_000;

const flow = (name: string, options: string) => `
  subscription ${name} @flow(${options}scopes: ["crm:write"]) {
    contactChanged(changed: [NAME]) { contact { id @export(as: "id") } }
  }
  mutation Note${name}($id: ID!) { logActivity(input: { contactId: $id, text: "${name}" }) { activity { id } } }`;

const createContact = async (sluice: TestSluice, name: string): Promise<string> => {
  const { data } = await sluice.ask(
    `mutation { createContact(input: { email: "${name}@example.com", name: "${name}" }) { contact { id } } }`,
  );
  return data.createContact.contact.id;
};

const tables = (database: Database) => database.queries.withTables<FlowTables & ChangeTables>();

/** Lets things happen that the flows are told of only when they are resumed: `change` works on what has been recorded. */
async function whilePaused(
  storage: TestStorage,
  happen: (sluice: TestSluice) => Promise<void>,
  change: (database: Database) => Promise<void> = async () => {},
): Promise<void> {
  {
    await using sluice = await startSluice({ storage });
    const { flows } = (await sluice.ask('{ flows { name } }')).data;
    for (const { name } of flows) {
      await sluice.ask(`mutation { pauseFlow(input: { flow: "${name}" }) { flow { state } } }`);
    }
    await happen(sluice);
  }
  await using database = openDatabase(storage);
  await change(database);
  // As `resumeFlow` does, while no server is there that would go on at once.
  await tables(database).updateTable('sluice_flow').set({ paused_at: null }).execute();
}

/** Whether the log has changes after the flow's place in it. */
async function isBehind(sluice: TestSluice): Promise<boolean> {
  const { flow } = (await sluice.ask('{ flow(name: "Any") { cursor } }')).data;
  const after = await sluice.ask('query ($after: Cursor!) { changes(after: $after) { nodes { id } } }', {
    after: flow.cursor,
  });
  return after.data.changes.nodes.length > 0;
}

describe.each(engines)('What begins a run, on $name', { timeout: 120_000 }, (engine) => {
  it('is no change that was imported as history, unless the flow asks for those', async () => {
    await using flows = await flowFolder({ ignores: flow('Ignores', ''), asks: flow('Asks', 'imports: true, ') });
    await using storage = await engine.create({ SEED: 'none', FLOWS_DIR: flows.path });
    let [imported, live] = ['', ''];
    await whilePaused(
      storage,
      async (sluice) => {
        imported = await createContact(sluice, 'imported');
        live = await createContact(sluice, 'live');
      },
      async (database) => {
        const ofImported = tables(database).updateTable('sluice_change').where('record_id', '=', imported);
        await ofImported.set({ imported: 1 }).execute();
      },
    );
    await using _sluice = await startSluice({ storage });
    await using database = openDatabase(storage);
    const runs = await runsOnce(database, (found) => found.length === 3 && areFinished(found));
    const begun = runs.map(({ flow: name, subject }) => [name, subject]).sort();
    expect(begun).toEqual(
      [
        ['Asks', imported],
        ['Asks', live],
        ['Ignores', live],
      ].sort(),
    );
  });

  it('is no change that is older than the flow allows', async () => {
    await using flows = await flowFolder({ recent: flow('Recent', 'maxAgeSeconds: 3600, '), any: flow('Any', '') });
    await using storage = await engine.create({ SEED: 'none', FLOWS_DIR: flows.path });
    let [old, recent] = ['', ''];
    await whilePaused(
      storage,
      async (sluice) => {
        old = await createContact(sluice, 'old');
        recent = await createContact(sluice, 'recent');
      },
      async (database) => {
        const at = new Date(Date.now() - 3_700_000).toISOString();
        await tables(database).updateTable('sluice_change').where('record_id', '=', old).set({ at }).execute();
      },
    );
    await using _sluice = await startSluice({ storage });
    await using database = openDatabase(storage);
    const runs = await runsOnce(database, (found) => found.length === 3 && areFinished(found));
    const begun = runs.map(({ flow: name, subject }) => [name, subject]).sort();
    expect(begun).toEqual(
      [
        ['Any', old],
        ['Any', recent],
        ['Recent', recent],
      ].sort(),
    );
  });

  it('is still there when it is older than changes are kept, and is dropped once no flow needs it', async () => {
    await using flows = await flowFolder({ any: flow('Any', '') });
    await using storage = await engine.create({ SEED: 'none', FLOWS_DIR: flows.path });
    await whilePaused(storage, async (sluice) => {
      for (let n = 0; n < 20; n++) await createContact(sluice, `contact-${n}`);
    });
    const now = () => Date.now() + 40 * DAY_MS;
    const countChanges = async (database: Database) =>
      (await tables(database).selectFrom('sluice_change').select('id').execute()).length;
    await using database = openDatabase(storage);
    {
      await using sluice = await startSluice({ storage, now });
      const runs = await runsOnce(database, (found) => found.length === 20 && areFinished(found));
      expect(runs.map(({ status }) => status)).toEqual(Array(20).fill('SUCCEEDED'));
      // What became of the runs, which comes after it in the log, it needs as little.
      while (await isBehind(sluice)) await new Promise((resolve) => setTimeout(resolve, 100));
    }
    {
      await using _sluice = await startSluice({ storage, now });
      while ((await countChanges(database)) > 1) await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });

  it('is an unread change of a run too, which keeps it until its values could be read', async () => {
    await using flows = await flowFolder({ any: flow('Any', '') });
    await using storage = await engine.create({ SEED: 'none', FLOWS_DIR: flows.path });
    const first = await startSluice({ storage });
    await using database = openDatabase(storage);
    await createContact(first, 'unread');
    await runsOnce(database, (found) => found.length === 1 && areFinished(found));
    await first[Symbol.asyncDispose]();
    // As after an outage that left a null with an error: nothing is bound, and the run is due only later.
    const due_at = new Date(Date.now() + DAY_MS).toISOString();
    const unread = { status: 'WAITING' as const, bindings: null, steps: '[]', due_at };
    await tables(database).updateTable('sluice_flow_run').set(unread).execute();

    const now = () => Date.now() + 40 * DAY_MS;
    await using second = await startSluice({ storage, now });
    await createContact(second, 'next');
    await runsOnce(database, (found) => found.length === 2);
    await tables(database)
      .updateTable('sluice_flow_run')
      .where('bindings', 'is', null)
      .set({ due_at: new Date().toISOString() })
      .execute();
    const runs = await runsOnce(database, areFinished);
    expect(runs.map(({ status, bindings }) => ({ status, hasValues: bindings !== null }))).toEqual(
      Array(2).fill({ status: 'SUCCEEDED', hasValues: true }),
    );
  });
});
