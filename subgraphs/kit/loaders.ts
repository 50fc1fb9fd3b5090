import DataLoader from 'dataloader';
import { type Connection, type Page, type PageArguments, parsePage, type Slice, toConnection } from './pages.ts';

/** Keys in one batch: below the parameters that a SQL statement may have (SQLite: 32,766; PostgreSQL: 65,535). */
const MAX_BATCH_SIZE = 1_000;

/** Loads records by a key, all that are asked for in one tick together; null where there is none. */
export type KeyLoader<Value> = DataLoader<string, Value | null>;

/** `readByKeys` answers with the records that exist; their order and completeness do not matter. */
export function createKeyLoader<Value>(
  readByKeys: (keys: readonly string[]) => Promise<readonly Value[]>,
  keyOf: (value: Value) => string | null,
): KeyLoader<Value> {
  return new DataLoader(
    async (keys) => {
      const byKey = new Map((await readByKeys(keys)).map((value) => [keyOf(value), value]));
      return keys.map((key) => byKey.get(key) ?? null);
    },
    { maxBatchSize: MAX_BATCH_SIZE },
  );
}

/** Loads a connection for each of many parents, those that want the same page in one read. */
export interface PageLoader<Node> {
  load(parentId: string, args: PageArguments): Promise<Connection<Node>>;
}

/** `list` names the connection in its cursors; see {@link parsePage}. */
export function createPageLoader<Node>(
  list: string,
  readByParents: (parentIds: readonly string[], page: Page) => Promise<ReadonlyMap<string, Slice<Node>>>,
): PageLoader<Node> {
  const byPage = new Map<string, DataLoader<string, Slice<Node>>>();
  function loaderOf(page: Page): DataLoader<string, Slice<Node>> {
    const key = JSON.stringify(page);
    const known = byPage.get(key);
    if (known) return known;
    const loader = new DataLoader<string, Slice<Node>>(
      async (parentIds) => {
        const slices = await readByParents(parentIds, page);
        return parentIds.map((id) => slices.get(id) ?? { items: [], hasNextPage: false });
      },
      { maxBatchSize: MAX_BATCH_SIZE },
    );
    byPage.set(key, loader);
    return loader;
  }
  return {
    async load(parentId, args) {
      const page = parsePage(list, args);
      return toConnection(list, page, await loaderOf(page).load(parentId));
    },
  };
}

/** Loads the few values that belong to a key, all keys that are asked for in one tick together. */
export type GroupLoader<Value> = DataLoader<string, readonly Value[]>;

/** `readByKeys` answers with the values of all keys, those of one key in their order. */
export function createGroupLoader<Value>(
  readByKeys: (keys: readonly string[]) => Promise<readonly Value[]>,
  keyOf: (value: Value) => string,
): GroupLoader<Value> {
  return new DataLoader(
    async (keys) => {
      const byKey = new Map<string, Value[]>(keys.map((key) => [key, []]));
      for (const value of await readByKeys(keys)) byKey.get(keyOf(value))?.push(value);
      return keys.map((key) => byKey.get(key) ?? []);
    },
    { maxBatchSize: MAX_BATCH_SIZE },
  );
}
