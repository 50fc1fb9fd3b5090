import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { FlowTables } from '../../gateway/flows/flowTables.ts';
import type { Database } from '../../subgraphs/kit/database/database.ts';
import { describeOnPostgres } from '../harness/describeOnPostgres.ts';
import { startFederation } from '../harness/federation.ts';
import { openDatabase } from '../harness/openDatabase.ts';
import { spawnSluice } from '../harness/spawnSluice.ts';
import { ask } from '../harness/startSluice.ts';
import { flowFolder } from './flowFolder.ts';
import { startOrderWork } from './orderWork.ts';
import { runsOnce, runsSettled, type StoredRun } from './storedRuns.ts';

const NOTE = `
  subscription Note @flow(scopes: ["crm:write"]) {
    contactChanged(changed: [NAME]) { contact { id @export(as: "id") name @export(as: "name") } }
  }
  mutation Write($id: ID!, $name: String!) { logActivity(input: { contactId: $id, text: $name }) { activity { id } } }`;

const timeout = 300_000;

const attempts = (database: Database) =>
  database.queries.withTables<FlowTables>().selectFrom('sluice_flow_attempt').selectAll().orderBy('attempt').execute();

/** Which processes have carried runs on, and how many each. */
async function runsByWorker(database: Database): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const { worker } of await attempts(database)) counts.set(worker ?? '', (counts.get(worker ?? '') ?? 0) + 1);
  return counts;
}

// More than one process at the flows is for PostgreSQL.
describeOnPostgres('Several processes with flows', (engine) => {
  it('end none of the flows that only another has, nor forget its faults, and end one that all have seen go', {
    timeout,
  }, async () => {
    await using noting = await flowFolder({ note: NOTE, broken: 'subscription' });
    await using none = await flowFolder({});
    await using others = await flowFolder({ other: NOTE.replace('Note', 'Other') });
    await using storage = await engine.create({ SEED: 'none' });
    const startIn = (folder: string) => spawnSluice({ variables: { ...storage.variables, FLOWS_DIR: folder } });
    const states = async ({ url }: { readonly url: string }) => {
      const { data } = await ask(url, '{ flows { name state } }');
      return Object.fromEntries(data.flows.map(({ name, state }: Record<string, string>) => [name, state]));
    };
    await using first = await startIn(noting.path);
    expect(await states(first)).toEqual({ Note: 'RUNNING', 'broken.graphql': 'BROKEN' });
    await using empty = await startIn(none.path);
    expect(await states(empty)).toEqual({ Note: 'RUNNING', 'broken.graphql': 'BROKEN' });
    // Nor while nobody has it.
    await first.end('SIGTERM');
    await using other = await startIn(others.path);
    const all = { Note: 'RUNNING', Other: 'RUNNING', 'broken.graphql': 'BROKEN' };
    expect(await states(other)).toEqual(all);
    await using again = await startIn(noting.path);
    await using beside = await startIn(noting.path);
    expect(await states(beside)).toEqual(all);
    await rm(join(noting.path, 'note.graphql'));
    while ((await states(again)).Note !== 'REMOVED') await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await states(beside)).toEqual({ ...all, Note: 'REMOVED' });
  });

  it('a worker that is stopped in the middle of a step, and goes on when another has finished the run, does and records nothing', {
    timeout,
  }, async () => {
    await using flows = await flowFolder({ note: NOTE });
    await using storage = await engine.create({ SEED: 'none', FLOWS_DIR: flows.path });
    // What the first worker sends is held: one mutation before it has its effect, of the other the answer.
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const held: string[] = [];
    await using federation = await startFederation(storage, {
      crm: async (query, variables) => {
        if (!query.includes('logActivity') || held.length === 2) return 'none';
        const isFirst = held.push(JSON.stringify(variables)) === 1;
        if (isFirst) await released;
        return isFirst ? 'none' : { after: released };
      },
    });
    const first = await federation.startGateway();
    await using database = openDatabase(storage);
    for (const name of ['Ada', 'Grace']) {
      await ask(
        first.url,
        `mutation { createContact(input: { email: "${name}@example.com", name: "${name}" }) { contact { id } } }`,
      );
    }
    while (held.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    process.kill(first.pid, 'SIGSTOP');
    const second = await federation.startGateway();
    const isDone = (runs: readonly StoredRun[]) => runs.every(({ status }) => status === 'SUCCEEDED');
    const finished = await runsOnce(database, isDone);
    expect(finished.map(({ attempt }) => attempt)).toEqual([2, 2]);
    const recorded = await attempts(database);

    release();
    process.kill(first.pid, 'SIGCONT');
    // It answers again: what it had to say of its own runs, it has tried to say.
    await ask(first.url, '{ changeCursor }');
    await ask(
      first.url,
      'mutation { createContact(input: { email: "next@example.com", name: "Next" }) { contact { id } } }',
    );
    const after = await runsOnce(database, (runs) => runs.length === 3 && isDone(runs));
    expect(after.slice(0, 2)).toEqual(finished);
    const ofFinished = (rows: Awaited<ReturnType<typeof attempts>>) =>
      rows.filter(({ run_id }) => finished.some(({ id }) => id === run_id));
    expect(ofFinished(await attempts(database))).toEqual(recorded);
    expect(ofFinished(recorded).filter(({ attempt }) => attempt === 1)).toEqual(
      Array(2).fill(expect.objectContaining({ ended_at: null, error: null })),
    );
    const { data } = await ask(second.url, '{ contacts(first: 10) { nodes { activities { nodes { text } } } } }');
    const texts = data.contacts.nodes.flatMap(({ activities }: { activities: { nodes: { text: string }[] } }) =>
      activities.nodes.map(({ text }) => text),
    );
    expect(texts.sort()).toEqual(['Ada', 'Grace', 'Next']);
  });

  it('share the work, with each effect once; when one is killed, the other finishes', { timeout }, async () => {
    await using storage = await engine.create({ SEED: 'none', FLOWS_DIR: 'flows' });
    await using first = await spawnSluice({ variables: storage.variables });
    await using second = await spawnSluice({ variables: storage.variables });
    await using database = openDatabase(storage);
    const alive = [first, second];
    const work = await startOrderWork((n) => (alive[n % alive.length] ?? first).url);
    await Promise.all([0, 20, 40, 60].map((from) => work.write(from, from + 10)));
    await runsSettled(database, work.wantedRuns());
    const shares = await runsByWorker(database);
    expect([...shares.keys()].map((worker) => Number(worker.split(':').at(-1))).sort()).toEqual(
      [first.pid, second.pid].sort(),
    );

    const writing = Promise.all([10, 30, 50, 70].map((from) => work.write(from, from + 10)));
    await new Promise((resolve) => setTimeout(resolve, 500));
    alive.shift();
    await first.end('SIGKILL');
    await writing;
    expect(await runsSettled(database, work.wantedRuns())).toEqual(work.wantedRuns());
    expect(await work.effects()).toEqual(work.wanted());
  });
});
