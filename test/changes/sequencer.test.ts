import pg from 'pg';
import { expect, it } from 'vitest';
import { describeOnPostgres } from '../harness/describeOnPostgres.ts';
import type { TestStorage } from '../harness/engines.ts';
import { type FollowedStep, openTestLog, take } from './openTestLog.ts';

/** A transaction that has written, and stays open until it is disposed. */
async function openTransaction(storage: TestStorage, database: string): Promise<AsyncDisposable> {
  const url = new URL(storage.environment.DATABASE_URL ?? '');
  if (database === 'another') url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.toString() });
  await client.connect();
  await client.query('begin');
  await client.query('create table held_open_for_a_test (id integer)');
  return { [Symbol.asyncDispose]: () => client.end() };
}

function expectEachOnceInOrder(steps: readonly FollowedStep[], records: readonly string[], perRecord: number): void {
  const positions = steps.map(({ position }) => position);
  expect(positions).toEqual(
    Array.from({ length: records.length * perRecord }, (_, index) => (positions[0] ?? 0) + index),
  );
  for (const record of records) {
    const values = steps.filter(({ recordId }) => recordId === record).map(({ value }) => value);
    expect(values).toEqual(Array.from({ length: perRecord }, (_, index) => index + 1));
  }
}

// SQLite has none: its writer, which is the only one, gives the positions.
describeOnPostgres('The sequencer', (engine) => {
  const RECORDS = ['r0', 'r1', 'r2', 'r3'];
  const WRITERS = 16;
  const STEPS = 60;

  it.each(['this', 'another'])(
    'loses, repeats and reorders nothing of 16 writers while a transaction stays open in %s database',
    async (database) => {
      await using storage = await engine.create();
      await using test = await openTestLog(storage);
      await using _open = await openTransaction(storage, database);
      const start = await test.log.head();
      const live = test.follow(start).then((events) => take(events, WRITERS * STEPS));
      await Promise.all(
        Array.from({ length: WRITERS }, async (_, writer) => {
          for (let n = 0; n < STEPS; n++) await test.step(RECORDS[(writer + n) % RECORDS.length] ?? '');
        }),
      );
      const perRecord = (WRITERS * STEPS) / RECORDS.length;
      expectEachOnceInOrder(await live, RECORDS, perRecord);
      expectEachOnceInOrder(await take(await test.follow(start), WRITERS * STEPS), RECORDS, perRecord);
      expect(test.errors).toEqual([]);
    },
  );

  it('lets the others pass a change whose transaction is still open, and gives it its position when it commits', async () => {
    await using storage = await engine.create();
    await using test = await openTestLog(storage);
    const events = await test.follow(await test.log.head());
    let commit = () => {};
    let drawn = () => {};
    const isDrawn = new Promise<void>((resolve) => {
      drawn = resolve;
    });
    const slow = test.step('slow', () => {
      drawn();
      return new Promise<void>((resolve) => {
        commit = resolve;
      });
    });
    await isDrawn;
    for (let n = 0; n < 3; n++) await test.step('quick');
    expect((await take(events, 3)).map(({ recordId }) => recordId)).toEqual(['quick', 'quick', 'quick']);
    commit();
    await slow;
    expect(await take(events, 1)).toMatchObject([{ recordId: 'slow', position: 4 }]);
  });

  it('serves what other processes write, also when they died before they said so', async () => {
    await using storage = await engine.create();
    await using here = await openTestLog(storage);
    await using there = await openTestLog(storage);
    const events = await here.follow(await here.log.head());
    await there.step('said');
    expect(await take(events, 1)).toMatchObject([{ recordId: 'said' }]);
    await there.database.transaction((transaction) =>
      there.log.record(transaction, {
        system: 'test',
        recordType: 'Counter',
        recordId: 'unsaid',
        kind: 'CREATED',
        changedFields: [],
        snapshot: { value: 1 },
        snapshotVersion: 1,
        at: new Date().toISOString(),
        customerId: null,
      }),
    );
    expect(await take(events, 1)).toMatchObject([{ recordId: 'unsaid' }]);
  });

  it('goes on when its connection for notifications is cut', async () => {
    await using storage = await engine.create();
    await using test = await openTestLog(storage);
    await using there = await openTestLog(storage);
    const events = await test.follow(await test.log.head());
    const client = new pg.Client({ connectionString: storage.environment.DATABASE_URL });
    await client.connect();
    await client.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen %' and pid <> pg_backend_pid() and datname = current_database()",
    );
    await client.end();
    await there.step('after the cut');
    expect(await take(events, 1)).toMatchObject([{ recordId: 'after the cut' }]);
  });

  it('gives each change one position when the sequencers of several processes race', async () => {
    await using storage = await engine.create();
    await using a = await openTestLog(storage);
    await using b = await openTestLog(storage);
    await using c = await openTestLog(storage);
    const start = await a.log.head();
    await Promise.all(
      [a, b, c].flatMap((process) =>
        Array.from({ length: 4 }, async () => {
          for (let n = 0; n < 40; n++) await process.step(RECORDS[n % RECORDS.length] ?? '');
        }),
      ),
    );
    for (const process of [a, b, c]) {
      expectEachOnceInOrder(await take(await process.follow(start), 480), RECORDS, 120);
    }
  });
});
