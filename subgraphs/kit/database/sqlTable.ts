import { sql } from 'kysely';
import { mapSlice, type Page, type Slice } from '../pages.ts';
import type { Queries } from './database.ts';
import { type Restrictions, readPage, readPageByParent } from './sqlPages.ts';

/** Batched reads of one table as records. */
export interface SqlTable<Stored> {
  byIds(queries: Queries, ids: readonly string[]): Promise<readonly Stored[]>;
  /** One page, newest first. */
  page(queries: Queries, where: Restrictions, page: Page): Promise<Slice<Stored>>;
  /** One page for each parent, newest first, in one statement. */
  pageByParent(
    queries: Queries,
    parentColumn: string,
    parentIds: readonly string[],
    page: Page,
    where?: Restrictions,
  ): Promise<ReadonlyMap<string, Slice<Stored>>>;
}

/** A table whose rows have an `id` of `newId`; `toRecord` makes of a row what the adapter knows. */
export function defineSqlTable<Row extends { id: string }, Stored>(
  table: string,
  toRecord: (row: Row) => Stored,
): SqlTable<Stored> {
  return {
    async byIds(queries, ids) {
      const { rows } = await sql<Row>`select * from ${sql.table(table)} where id in (${sql.join(ids)})`.execute(
        queries,
      );
      return rows.map(toRecord);
    },
    async page(queries, where, page) {
      return mapSlice(await readPage<Row>(queries, { table, where }, page), toRecord);
    },
    async pageByParent(queries, parentColumn, parentIds, page, where = {}) {
      const byParent = await readPageByParent<Row>(queries, { table, parentColumn, where }, parentIds, page);
      return new Map([...byParent].map(([id, slice]) => [id, mapSlice(slice, toRecord)]));
    },
  };
}
