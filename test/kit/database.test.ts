import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database, Transactional } from '../../subgraphs/kit/database/database.ts';
import { askLater, writeLater } from '../../subgraphs/kit/database/laterWrites.ts';
import { describeOnPostgres } from '../harness/describeOnPostgres.ts';
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

  it('answers what was asked later as of its place among the statements', async () => {
    await database.transaction(async (transaction) => {
      await writeLater(transaction, insert(transaction, 'asked', 'first'));
      const notes = transaction.withTables<Tables>();
      const text = notes.selectFrom('note').select('text').where('id', '=', 'asked');
      const earlier = await askLater(transaction, text);
      await writeLater(transaction, notes.updateTable('note').set({ text: 'second' }).where('id', '=', 'asked'));
      expect(await text.execute()).toEqual([{ text: 'second' }]);
      expect(await earlier()).toEqual([{ text: 'first' }]);
    });
  });

  it('refuses a later write of what cannot be stored, and keeps nothing', async () => {
    const failing = database.transaction(async (transaction) => {
      await insert(transaction, 'stored').execute();
      await writeLater(transaction, insert(transaction, 'not-stored', Number.NaN as unknown as string));
    });
    await expect(failing).rejects.toThrow(TypeError);
    expect(await ids('stored')).toEqual([]);
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

const CREATE = sql`create table item (id text primary key, n integer not null)`;
const insert = (id: string) => sql`insert into item (id, n) values (${id}, ${0})`;

async function ids(database: Database): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select id from item order by id`.execute(database.queries);
  return rows.map(({ id }) => id);
}

describeOnPostgres('PostgreSQL', (engine) => {
  it('rejects a transaction whose work caught the failure of a statement, since all of it is rolled back', async () => {
    await using storage = await engine.create();
    await using database = openDatabase(storage);
    await CREATE.execute(database.queries);
    const work = database.transaction(async (transaction) => {
      await insert('a').execute(transaction);
      await insert('a')
        .execute(transaction)
        .catch(() => 'caught');
    });
    await expect(work).rejects.toThrow('rolled back');
    expect(await ids(database)).toEqual([]);
  });

  it('goes on with its statements when another process changes their tables', async () => {
    await using storage = await engine.create();
    await using database = openDatabase(storage);
    await CREATE.execute(database.queries);
    await insert('a').execute(database.queries);
    const read = sql`select * from item where id = ${'a'}`;
    const both = async () => [
      await database.transaction(async (transaction) => (await read.execute(transaction)).rows),
      (await read.execute(database.queries)).rows,
    ];
    for (let n = 0; n < 5; n++) expect(await both()).toEqual([[{ id: 'a', n: 0 }], [{ id: 'a', n: 0 }]]);
    await sql`alter table item add column more integer`.execute(database.queries);
    const more = [{ id: 'a', n: 0, more: null }];
    expect(await both()).toEqual([more, more]);
    await sql`alter table item drop column more`.execute(database.queries);
    expect((await read.execute(database.queries)).rows).toEqual([{ id: 'a', n: 0 }]);
  });

  it('goes on behind a pooler that keeps no prepared statements', async () => {
    await using storage = await engine.create();
    await using database = openDatabase(storage);
    await CREATE.execute(database.queries);
    for (let n = 0; n < 5; n++) {
      await database.transaction((transaction) => insert(`in ${n}`).execute(transaction));
      await insert(`out ${n}`).execute(database.queries);
      await sql`deallocate all`.execute(database.queries);
    }
    expect(await ids(database)).toHaveLength(10);
  });

  it('fails the transaction whose connection breaks, and serves the next', async () => {
    await using storage = await engine.create();
    await using database = openDatabase(storage);
    await CREATE.execute(database.queries);
    const cut = database.transaction(async (transaction) => {
      await insert('a').execute(transaction);
      await sql`select pg_terminate_backend(pg_backend_pid())`.execute(transaction);
    });
    await expect(cut).rejects.toThrow();
    await database.transaction((transaction) => insert('b').execute(transaction));
    expect(await ids(database)).toEqual(['b']);
  });
});
