import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines, type TestStorage } from '../harness/engines.ts';
import { openTestLog, type TestLog, take } from './openTestLog.ts';

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: { code?: string }) => error.code,
  );

describe.each(engines)('The change log on $name', (engine) => {
  let storage: TestStorage;
  let test: TestLog;
  beforeAll(async () => {
    storage = await engine.create();
    test = await openTestLog(storage);
  });
  afterAll(async () => {
    await test[Symbol.asyncDispose]();
    await storage[Symbol.asyncDispose]();
  });

  it('gives committed changes contiguous positions, and none to what was rolled back', async () => {
    const after = await test.log.head();
    await test.step('a');
    await expect(
      test.step('a', async () => {
        throw new Error('rolled back');
      }),
    ).rejects.toThrow('rolled back');
    await test.step('b');
    const [first, second] = await take(await test.follow(after), 2);
    expect([first?.recordId, second?.recordId]).toEqual(['a', 'b']);
    expect(second?.position).toBe((first?.position ?? 0) + 1);
  });

  it('follows from the past into the present, each change once and in order, wherever a follower begins', async () => {
    const COUNT = 1_500;
    const first = await test.log.head();
    const seen: Promise<number[]>[] = [];
    const followFrom = async (cursor: string, from: number) => {
      const values = (await take(await test.follow(cursor), COUNT - from)).map(({ value }) => value);
      return [from, ...values];
    };
    seen.push(followFrom(first, 0));
    for (let n = 1; n <= COUNT; n++) {
      await test.step('followed');
      if (n % 100 === 0 && n < COUNT) seen.push(followFrom(await test.log.head(), n));
    }
    for (const values of await Promise.all(seen)) {
      const from = values[0] ?? 0;
      expect(values).toEqual(Array.from({ length: COUNT - from + 1 }, (_, index) => from + index));
    }
  });

  it('serves a follower that slept while more changes came than are kept in memory', async () => {
    const sleeper = await test.follow(await test.log.head());
    await test.step('slept');
    expect((await take(sleeper, 1))[0]?.value).toBe(1);
    for (let n = 0; n < 2_100; n++) await test.step('slept');
    expect((await take(sleeper, 2_100)).map(({ value }) => value)).toEqual(
      Array.from({ length: 2_100 }, (_, n) => n + 2),
    );
  });

  it('begins at the head of the moment when no cursor is given', async () => {
    await test.step('before');
    const events = await test.follow();
    await test.step('after');
    expect((await take(events, 1))[0]?.recordId).toBe('after');
  });

  it('ends a follower at once, also while it waits for a change', async () => {
    const events = await test.follow();
    const waiting = events.next();
    await events.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  it('ends a follower when its signal is aborted', async () => {
    const aborting = new AbortController();
    const events = await test.log.follow({
      system: 'test',
      recordType: 'Counter',
      select: () => 1,
      signal: aborting.signal,
    });
    const waiting = events.next();
    aborting.abort();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  it('passes over what a follower does not select, and resumes after it', async () => {
    const after = await test.log.head();
    for (const id of ['skip', 'skip', 'keep']) await test.step(id);
    const kept = await test.log.follow({
      after,
      system: 'test',
      recordType: 'Counter',
      select: ({ change, cursor }) => (change.recordId === 'keep' ? cursor : undefined),
      signal: new AbortController().signal,
    });
    const [cursor] = await take(kept, 1);
    await test.step('later');
    expect((await take(await test.follow(cursor), 1))[0]?.recordId).toBe('later');
  });

  it('refuses every cursor that it did not sign', async () => {
    await test.step('signed');
    const cursor = Buffer.from(await test.log.head(), 'base64url');
    for (let byte = 0; byte < cursor.length; byte++) {
      const forged = Buffer.from(cursor);
      forged[byte] = (forged[byte] ?? 0) ^ 1;
      expect(await codeOf(test.follow(forged.toString('base64url')))).toMatch(/^CURSOR_(INVALID|OF_ANOTHER_LOG)$/);
    }
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, maxLength: 60 }), async (text) => {
        expect(await codeOf(test.follow(text))).toBe('CURSOR_INVALID');
      }),
      { numRuns: 200 },
    );
  });

  it('refuses a cursor of another log', async () => {
    await using otherStorage = await engine.create();
    await using other = await openTestLog(otherStorage);
    await other.step('other');
    expect(await codeOf(test.follow(await other.log.head()))).toBe('CURSOR_OF_ANOTHER_LOG');
  });

  it('signs with a secret of the operator, and refuses what another secret signed', async () => {
    await using otherStorage = await engine.create();
    await using own = await openTestLog(otherStorage, { cursorSecret: 'a'.repeat(32) });
    const cursor = await own.log.head();
    await own.log.close();
    await using same = await openTestLog(otherStorage, { cursorSecret: 'a'.repeat(32) });
    expect(await codeOf(same.follow(cursor))).toBe('no error');
    await using different = await openTestLog(otherStorage, { cursorSecret: 'b'.repeat(32) });
    expect(await codeOf(different.follow(cursor))).toBe('CURSOR_INVALID');
  });
});

describe.each(engines)('A change log that lost changes, on $name', (engine) => {
  it('answers a cursor to changes that are no longer kept with the earliest that it can resume from', async () => {
    await using storage = await engine.create();
    await using test = await openTestLog(storage);
    const start = await test.log.head();
    for (let n = 0; n < 10; n++) await test.step('old');
    await test.log.head(); // gives the last of them its position
    expect(await test.log.prune(new Date(Date.now() + 1_000))).toBe(10);
    const error = (await test.follow(start).catch((reason: unknown) => reason)) as {
      code: string;
      extensions: { earliest: string };
    };
    expect(error.code).toBe('CURSOR_EXPIRED');
    const earliest = await test.follow(error.extensions.earliest);
    await test.step('new');
    expect(await take(earliest, 1)).toMatchObject([{ recordId: 'new', position: 11 }]);
  });

  it('ends a follower that the pruning overtook with CURSOR_EXPIRED instead of leaving out changes', async () => {
    await using storage = await engine.create();
    await using test = await openTestLog(storage);
    const slow = await test.follow(await test.log.head());
    for (let n = 0; n < 2_200; n++) await test.step('fast');
    await test.log.prune(new Date(Date.now() + 1_000));
    expect(await codeOf(slow.next())).toBe('CURSOR_EXPIRED');
  });

  it('keeps the changes that are young enough', async () => {
    await using storage = await engine.create();
    await using test = await openTestLog(storage);
    const start = await test.log.head();
    await test.step('kept');
    expect(await test.log.prune(new Date(Date.now() - 60_000))).toBe(0);
    expect(await take(await test.follow(start), 1)).toMatchObject([{ recordId: 'kept' }]);
  });

  it('refuses cursors from after the backup that it was restored from', async () => {
    await using storage = await engine.create();
    await using test = await openTestLog(storage);
    for (let n = 0; n < 3; n++) await test.step('backed-up');
    const inBackup = await test.log.head();
    await test.step('lost');
    const lost = await test.log.head();
    await test.step('lost too');
    const lostToo = await test.log.head();
    // What a restore does: the log is as it was at the third change, and grows anew.
    const { queries } = test.database;
    const tables = queries.withTables<{ sluice_change: { position: number }; sluice_change_log: { head: number } }>();
    await tables.deleteFrom('sluice_change').where('position', '>', 3).execute();
    await tables.updateTable('sluice_change_log').set({ head: 3 }).execute();
    await using restored = await openTestLog(storage);
    await restored.step('anew');
    expect(await codeOf(restored.follow(inBackup))).toBe('no error');
    expect(await codeOf(restored.follow(lost))).toBe('CURSOR_OF_ANOTHER_LOG');
    expect(await codeOf(restored.follow(lostToo))).toBe('CURSOR_OF_ANOTHER_LOG');
  });
});
