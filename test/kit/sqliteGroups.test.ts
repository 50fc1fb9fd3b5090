import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database, Transactional } from '../../subgraphs/kit/database/database.ts';
import { openSqliteDatabase } from '../../subgraphs/kit/database/sqliteDatabase.ts';
import { Disposal } from '../harness/disposal.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';

type Tables = { note: { id: string } };

describe('Transactions on SQLite that come together', () => {
  let disposal: Disposal;
  let database: Database;
  /** Another connection, as another process has: it sees what is committed. */
  let beside: Database;

  beforeEach(async () => {
    disposal = new Disposal();
    const folder = disposal.use(await temporaryFolder());
    database = disposal.use(openSqliteDatabase(join(folder.path, 'notes.db')));
    await sql`create table note (id text primary key)`.execute(database.queries);
    beside = disposal.use(openSqliteDatabase(join(folder.path, 'notes.db')));
  });
  afterEach(() => disposal[Symbol.asyncDispose]());

  const insert = (transaction: Transactional, id: string) =>
    transaction.withTables<Tables>().insertInto('note').values({ id }).execute();
  const ids = async ({ queries }: Pick<Database, 'queries'>) => {
    const notes = await queries.withTables<Tables>().selectFrom('note').select('id').orderBy('id').execute();
    return notes.map(({ id }) => id);
  };
  const outcomes = async (all: readonly Promise<unknown>[]) =>
    (await Promise.allSettled(all)).map(({ status }) => status);

  it('are each on the disk when they are answered', async () => {
    const names = Array.from({ length: 40 }, (_, n) => `note-${n}`);
    const seen = await Promise.all(
      names.map(async (id) => {
        await database.transaction((transaction) => insert(transaction, id));
        return (await ids(beside)).includes(id);
      }),
    );
    expect(seen).toEqual(names.map(() => true));
  });

  it('do not keep another connection of the same process waiting', async () => {
    const write = async (to: Database, name: string) => {
      for (let n = 0; n < 50; n++) {
        await to.transaction((transaction) => insert(transaction, `${name}-${n}`));
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    await Promise.all([write(database, 'here'), write(database, 'here too'), write(beside, 'beside')]);
    expect(await ids(database)).toHaveLength(150);
  });

  it('undo what a failed one wrote, and nothing else', async () => {
    const settled = await outcomes([
      database.transaction((transaction) => insert(transaction, 'first')),
      database.transaction(async (transaction) => {
        await insert(transaction, 'second');
        throw new Error('the work failed');
      }),
      database.transaction((transaction) => insert(transaction, 'first')),
      sql`insert into note (id) values ('first')`.execute(database.queries),
      sql`insert into note (id) values ('fifth')`.execute(database.queries),
      database.transaction((transaction) => insert(transaction, 'sixth')),
    ]);
    expect(settled).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected', 'fulfilled', 'fulfilled']);
    expect(await ids(beside)).toEqual(['fifth', 'first', 'sixth']);
  });

  it('see what came before them', async () => {
    const [, seen] = await Promise.all([
      database.transaction((transaction) => insert(transaction, 'first')),
      database.transaction((transaction) => ids({ queries: transaction })),
    ]);
    expect(seen).toEqual(['first']);
  });

  it('all fail when SQLite rolls back more than the one that failed, which can write nothing more', async () => {
    let later: unknown;
    const settled = await outcomes([
      database.transaction((transaction) => insert(transaction, 'first')),
      database.transaction(async (transaction) => {
        await sql`insert or rollback into note (id) values ('first')`.execute(transaction).catch(() => {});
        later = await insert(transaction, 'later').catch((error: unknown) => error);
      }),
    ]);
    expect(settled).toEqual(['rejected', 'rejected']);
    expect(later).toBeInstanceOf(Error);
    expect(await ids(beside)).toEqual([]);
    await database.transaction((transaction) => insert(transaction, 'next'));
    expect(await ids(beside)).toEqual(['next']);
  });

  it('are committed before the database closes', async () => {
    const closed = await database.transaction(async (transaction) => {
      await insert(transaction, 'last');
      return { closing: database.close() };
    });
    await closed.closing;
    expect(await ids(beside)).toEqual(['last']);
  });
});
