import type { RecordType, SystemRecord } from '../changes/recordType.ts';
import type { Queries } from '../database/database.ts';
import { parseState } from './shadowRows.ts';
import type { VendorTables } from './vendorTables.ts';

/** What can be asked of the known states of a vendor's records of one type. */
export interface ShadowReads<Stored> {
  /** What the record was after the event, as far as that was observed. */
  observed(queries: Queries, externalId: string, eventId: string): Promise<Stored | undefined>;
  /** The known records with these external ids. */
  known(queries: Queries, externalIds: readonly string[]): Promise<ReadonlyMap<string, Stored>>;
  /** External ids of the records with such a reference, by its value, in no order. */
  externalIdsBy(
    queries: Queries,
    name: string,
    values: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>>;
  /** External ids of records of which it is uncertain what came last. */
  doubtful(queries: Queries, limit: number): Promise<readonly string[]>;
  /** External ids of all records that exist as far as is known, a page after `after`. */
  page(queries: Queries, after: string, limit: number): Promise<readonly string[]>;
}

export function createShadowReads<Stored extends SystemRecord>({
  system,
  name: recordType,
}: Pick<RecordType<Stored>, 'system' | 'name'>): ShadowReads<Stored> {
  return {
    async observed(queries, externalId, eventId) {
      const row = await queries
        .withTables<VendorTables>()
        .selectFrom('sluice_shadow_state')
        .select('state')
        .where('system', '=', system)
        .where('record_type', '=', recordType)
        .where('external_id', '=', externalId)
        .where('event_id', '=', eventId)
        .executeTakeFirst();
      return parseState<Stored>(row?.state ?? null) ?? undefined;
    },
    async known(queries, externalIds) {
      if (externalIds.length === 0) return new Map();
      const rows = await queries
        .withTables<VendorTables>()
        .selectFrom('sluice_shadow')
        .select(['external_id', 'state'])
        .where('system', '=', system)
        .where('record_type', '=', recordType)
        .where('external_id', 'in', externalIds)
        .execute();
      return new Map(
        rows.flatMap(({ external_id, state }) =>
          state === null ? [] : [[external_id, parseState<Stored>(state) as Stored]],
        ),
      );
    },
    async externalIdsBy(queries, name, values) {
      const found = new Map<string, string[]>(values.map((value) => [value, []]));
      if (values.length === 0) return found;
      const rows = await queries
        .withTables<VendorTables>()
        .selectFrom('sluice_shadow_reference')
        .select(['value', 'external_id'])
        .where('system', '=', system)
        .where('record_type', '=', recordType)
        .where('name', '=', name)
        .where('value', 'in', values)
        .execute();
      for (const { value, external_id } of rows) found.get(value)?.push(external_id);
      return found;
    },
    async doubtful(queries, limit) {
      const rows = await shadows(queries).where('doubtful', '=', 1).limit(limit).execute();
      return rows.map(({ external_id }) => external_id);
    },
    async page(queries, after, limit) {
      const rows = await shadows(queries)
        .where('state', 'is not', null)
        .where('external_id', '>', after)
        .orderBy('external_id')
        .limit(limit)
        .execute();
      return rows.map(({ external_id }) => external_id);
    },
  };

  function shadows(queries: Queries) {
    return queries
      .withTables<VendorTables>()
      .selectFrom('sluice_shadow')
      .select('external_id')
      .where('system', '=', system)
      .where('record_type', '=', recordType);
  }
}
