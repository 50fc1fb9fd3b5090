import type { VendorFeed } from '../kit/vendor/vendorFeed.ts';
import type { HubspotObject } from './hubspotClient.ts';
import { forgetContacts, importContacts, learnContacts } from './hubspotObserve.ts';
import { CONTACT_PROPERTIES, toContact } from './hubspotRecords.ts';
import { type HubspotSystem, hubspotContactType } from './hubspotSystem.ts';

const PAGE = 200;
/** HubSpot shows no more of a search; it is begun anew where it ended. */
const MAX_RESULTS = 10_000;
/** Nobody waits for a poll. */
const PATIENCE_MS = 60_000;
const SETTLED_AT_ONCE = 20;

/**
 * How the CRM follows HubSpot beside its webhooks. HubSpot keeps no list of events; its contacts tell when they last changed,
 * however long ago, and of each property what it has been.
 */
export function createHubspotFeed(system: HubspotSystem): VendorFeed {
  const { client, contacts, owners, services, writes } = system;
  return {
    memoryMs: Number.MAX_SAFE_INTEGER,
    async *changesBetween(fromMs, toMs, signal) {
      for await (const page of searched('lastmodifieddate', fromMs, toMs, signal))
        yield learnContacts(system, await newsOf(page), signal);
    },
    records: [
      {
        doubtful: contacts.doubtful,
        page: contacts.page,
        readNow: (externalIds, signal) => learnContacts(system, externalIds, signal),
        // A search finds no contact that is no more.
        sweep: {
          name: 'contacts',
          async forgetMissing(externalIds, signal) {
            const atMs = Date.now();
            const read = await client.readMany('contacts', externalIds, { properties: ['email'], signal });
            const found = new Set(read.map(({ id }) => id));
            const missing = externalIds.filter((id) => !found.has(id));
            return forgetContacts(system, missing, { atMs });
          },
        },
      },
    ],
    async *recordsSince(sinceMs, imported, signal) {
      for await (const page of searched('createdate', sinceMs, undefined, signal)) {
        const ids = page.map(({ id }) => id);
        const learn = imported ? importContacts : learnContacts;
        yield { records: ids.length, apply: await learn(system, ids, signal) };
      }
    },
    relink: (externalId) => async (transaction) => {
      const owners = await services.customers.customersOf(transaction, 'crm', [externalId]);
      const owner = owners.get(externalId) ?? null;
      await contacts.relink(services.changes, transaction, externalId, () => owner);
    },
    settleOverdue: (onError) => writes.settleOverdue(SETTLED_AT_ONCE, onError),
  };

  /** Contacts by a time of theirs, oldest first. */
  async function* searched(
    propertyName: 'lastmodifieddate' | 'createdate',
    fromMs: number,
    toMs: number | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<readonly HubspotObject[]> {
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
      if (page.results.length > 0) yield page.results;
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

  /** Those that differ from what is known of them, or are not known; of the others, nobody has to ask what they have been. */
  async function newsOf(objects: readonly HubspotObject[]): Promise<readonly string[]> {
    const ids = objects.map(({ id }) => id);
    const [known, emails] = await Promise.all([contacts.known(services.database.queries, ids), emailsOf(objects)]);
    return ids.filter((id, index) => {
      const before = known.get(id);
      const relations = { customerId: before?.customerId ?? null, owners: emails };
      const now = toContact(objects[index] as HubspotObject, relations);
      return before && now ? hubspotContactType.differs(before, now) : before !== undefined || now !== null;
    });
  }

  function emailsOf(objects: readonly HubspotObject[]): Promise<ReadonlyMap<string, string>> {
    return owners.emails(objects.map(({ properties }) => properties.hubspot_owner_id));
  }
}
