import { type RawBuilder, sql } from 'kysely';
import type { Page, Slice } from '../pages.ts';
import type { Queries } from './database.ts';

/** Columns that a list is restricted by, each to one value or several. Undefined and null are no restriction. */
export type Restrictions = Readonly<Record<string, string | readonly string[] | null | undefined>>;

/** Where a list of records is, newest first. Ids grow with time (UUID version 7), so that they give the order. */
export interface SqlList {
  readonly table: string;
  readonly where?: Restrictions;
  /** What the list is restricted by beside that, where values of columns cannot say it. */
  readonly condition?: RawBuilder<unknown> | undefined;
}

/** One page of a table, newest first. */
export async function readPage<Row extends { id: string }>(
  queries: Queries,
  list: SqlList,
  page: Page,
): Promise<Slice<Row>> {
  const { rows } = await sql<Row>`
    select * from ${sql.table(list.table)} where ${allOf([...restrictions(list), ...afterMark(page)])}
    order by id desc limit ${page.limit + 1}`.execute(queries);
  return toSlice(rows, page);
}

/** One page for each of many parents in one statement: of each parent, its first records after the page's mark. */
export async function readPageByParent<Row extends { id: string }>(
  queries: Queries,
  list: SqlList & { readonly parentColumn: string },
  parentIds: readonly string[],
  page: Page,
): Promise<ReadonlyMap<string, Slice<Row>>> {
  const parent = sql.ref(list.parentColumn);
  const { rows } = await sql<Row & { page_parent: string }>`
    select * from (
      select *, ${parent} as page_parent, row_number() over (partition by ${parent} order by id desc) as page_row
      from ${sql.table(list.table)}
      where ${allOf([sql`${parent} in (${sql.join(parentIds)})`, ...restrictions(list), ...afterMark(page)])}
    ) as numbered where page_row <= ${page.limit + 1} order by page_parent, page_row`.execute(queries);
  const byParent = new Map<string, Row[]>(parentIds.map((id) => [id, []]));
  for (const row of rows) byParent.get(row.page_parent)?.push(row);
  return new Map([...byParent].map(([id, ofParent]) => [id, toSlice(ofParent, page)]));
}

function toSlice<Row extends { id: string }>(rows: readonly Row[], { limit }: Page): Slice<Row> {
  return {
    items: rows.slice(0, limit).map((row) => ({ node: row, mark: row.id })),
    hasNextPage: rows.length > limit,
  };
}

function restrictions({ where = {}, condition }: SqlList): RawBuilder<unknown>[] {
  const ofColumns = Object.entries(where).flatMap(([column, value]) => {
    if (value == null) return [];
    const values = typeof value === 'string' ? [value] : value;
    return values.length === 0 ? [sql`1 = 0`] : [sql`${sql.ref(column)} in (${sql.join(values)})`];
  });
  return condition ? [...ofColumns, condition] : ofColumns;
}

function afterMark({ after }: Page): RawBuilder<unknown>[] {
  return after === null ? [] : [sql`id < ${after}`];
}

function allOf(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`1 = 1` : sql.join(conditions, sql` and `);
}
