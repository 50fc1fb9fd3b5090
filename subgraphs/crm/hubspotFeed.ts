import type { VendorBatch, VendorEffect, VendorFeed } from '../kit/vendor/vendorFeed.ts';
import type { HubspotObject } from './hubspotClient.ts';
import { CONTACT_PROPERTIES } from './hubspotRecords.ts';
import { type HubspotSystem, observeContact } from './hubspotSystem.ts';

const PAGE = 200;
/** HubSpot shows no more of a search; it is begun anew where it ended. */
const MAX_RESULTS = 10_000;
/** Nobody waits for a poll. */
const PATIENCE_MS = 60_000;
const SETTLED_AT_ONCE = 20;

/**
 * How the CRM follows HubSpot beside its webhooks. HubSpot keeps no list of events; its contacts tell when they last changed,
 * however long ago: what is polled is how they are, not each way they went.
 */
export function createHubspotFeed(system: HubspotSystem): VendorFeed {
  const { client, contacts, owners, services, writes } = system;
  return {
    memoryMs: Number.MAX_SAFE_INTEGER,
    async *changesBetween(fromMs, toMs, signal) {
      for await (const { apply } of searched('lastmodifieddate', fromMs, { toMs, imported: false, signal }))
        yield apply;
    },
    records: [
      {
        doubtful: contacts.doubtful,
        page: contacts.page,
        async readNow(externalIds, signal) {
          const read = await client.readMany('contacts', externalIds, { properties: CONTACT_PROPERTIES, signal });
          const found = new Set(read.map(({ id }) => id));
          const observe = await observing(read, false);
          return async (transaction) => {
            await observe(transaction);
            for (const externalId of externalIds.filter((id) => !found.has(id))) {
              const gone = { externalId, atMs: Date.now(), state: () => null };
              await contacts.observe(services.changes, transaction, gone);
            }
          };
        },
      },
    ],
    recordsSince: (sinceMs, imported, signal) => searched('createdate', sinceMs, { imported, signal }),
    settleOverdue: (onError) => writes.settleOverdue(SETTLED_AT_ONCE, onError),
  };

  /** Contacts by a time of theirs, oldest first. */
  async function* searched(
    propertyName: 'lastmodifieddate' | 'createdate',
    fromMs: number,
    { toMs, imported, signal }: { toMs?: number; imported: boolean; signal: AbortSignal },
  ): AsyncGenerator<VendorBatch> {
    let from = fromMs;
    let after: string | undefined;
    for (let seen = 0; ; ) {
      const page = await client.search(
        {
          filterGroups: [
            {
              filters: [
                { propertyName, operator: 'GTE', value: String(Math.max(0, Math.floor(from))) },
                ...(toMs === undefined ? [] : [{ propertyName, operator: 'LTE' as const, value: String(toMs) }]),
              ],
            },
          ],
          sorts: [{ propertyName, direction: 'ASCENDING' }],
          properties: CONTACT_PROPERTIES,
          limit: PAGE,
          ...(after !== undefined && { after }),
        },
        { signal, patienceMs: PATIENCE_MS },
      );
      if (page.results.length > 0) {
        yield { records: page.results.length, apply: await observing(page.results, imported) };
      }
      seen += page.results.length;
      if (page.after === undefined) return;
      after = page.after;
      if (seen + PAGE <= MAX_RESULTS) continue;
      const last = page.results.at(-1);
      const lastMs = Date.parse((propertyName === 'createdate' ? last?.createdAt : last?.updatedAt) ?? '');
      // So many of one time cannot be told apart; the next time is where there is more.
      from = lastMs > from ? lastMs : from + 1;
      [seen, after] = [0, undefined];
    }
  }

  async function observing(objects: readonly HubspotObject[], imported: boolean): Promise<VendorEffect> {
    const emails = await owners.emails(objects.map(({ properties }) => properties.hubspot_owner_id));
    return async (transaction) => {
      for (const object of objects) {
        await observeContact(system, services, transaction, object, { owners: emails, imported });
      }
    };
  }
}
