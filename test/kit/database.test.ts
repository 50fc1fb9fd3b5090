import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database, Transactional } from '../../subgraphs/kit/database/database.ts';
import { writeLater } from '../../subgraphs/kit/database/laterWrites.ts';
import { Disposal } from '../harness/disposal.ts';
import { engines } from '../harness/engines.ts';
import { openDatabase } from '../harness/openDatabase.ts';

type Tables = { note: { id: string; text: string } };

describe.each(engines)('A database on $name', (engine) => {
  const disposal = new Disposal();
  let database: Database;

  beforeAll(async () => {
    database = disposal.use(openDatabase(disposal.use(await engine.create())));
    await sql`create table note (id text primary key, text text not null)`.execute(database.queries);
  });
  afterAll(() => disposal[Symbol.asyncDispose]());

  const insert = (transaction: Transactional, id: string, text = id) =>
    transaction.withTables<Tables>().insertInto('note').values({ id, text });
  const ids = async (start: string) => {
    const notes = database.queries.withTables<Tables>().selectFrom('note').where('id', 'like', `${start}%`);
    return (await notes.select('id').orderBy('id').execute()).map(({ id }) => id);
  };

  it('keeps all of a transaction, or nothing', async () => {
    await database.transaction(async (transaction) => {
      await insert(transaction, 'kept-1').execute();
      await writeLater(transaction, insert(transaction, 'kept-2'));
    });
    const failing = database.transaction(async (transaction) => {
      await insert(transaction, 'gone-1').execute();
      await writeLater(transaction, insert(transaction, 'gone-2'));
      throw new Error('the work failed');
    });
    await expect(failing).rejects.toThrow('the work failed');
    expect([await ids('kept'), await ids('gone')]).toEqual([['kept-1', 'kept-2'], []]);
  });

  it('shows a transaction what it wrote later, in its order', async () => {
    const seen = await database.transaction(async (transaction) => {
      await writeLater(transaction, insert(transaction, 'seen', 'first'));
      const notes = transaction.withTables<Tables>();
      await writeLater(transaction, notes.updateTable('note').set({ text: 'second' }).where('id', '=', 'seen'));
      return notes.selectFrom('note').select('text').where('id', '=', 'seen').execute();
    });
    expect(seen).toEqual([{ text: 'second' }]);
  });

  it.each([
    ['the commit', async () => {}],
    ['another statement', async (transaction: Transactional) => void (await insert(transaction, 'after').execute())],
    ['another write', async (transaction: Transactional) => writeLater(transaction, insert(transaction, 'after'))],
  ])('fails with the error of a write that comes before %s, and keeps nothing', async (_, next) => {
    const failing = database.transaction(async (transaction) => {
      await insert(transaction, 'before').execute();
      await writeLater(transaction, insert(transaction, 'before'));
      await next(transaction);
    });
    await expect(failing).rejects.toThrow(/unique/i);
    expect([await ids('before'), await ids('after')]).toEqual([[], []]);
  });

  it('goes on after failures, on the same connections', async () => {
    await Promise.allSettled(
      Array.from({ length: 40 }, (_, n) =>
        database.transaction(async (transaction) => {
          await writeLater(transaction, insert(transaction, `on-${String(n).padStart(2, '0')}`));
          if (n % 2 === 1) await writeLater(transaction, insert(transaction, 'on-00'));
        }),
      ),
    );
    expect(await ids('on')).toEqual(Array.from({ length: 20 }, (_, n) => `on-${String(2 * n).padStart(2, '0')}`));
  });
});
