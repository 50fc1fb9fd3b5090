import type { SubgraphServices } from '../../kit/subgraph.ts';
import type { VendorTables } from '../../kit/vendor/vendorTables.ts';
import type { SystemVendorRecord } from '../records.ts';
import type { ReceivedTables } from '../webhooks/receivedTables.ts';

/** The vendors behind these systems, as far as one is followed or has been called; each as it is known now. */
export async function readSystemVendors(
  { database, vendorActivity, webhookSources }: SubgraphServices,
  systems: readonly string[],
): Promise<readonly SystemVendorRecord[]> {
  const tables = database.queries.withTables<VendorTables & ReceivedTables>();
  const [followed, calls, parked] = await Promise.all([
    tables.selectFrom('sluice_vendor_system').selectAll().where('system', 'in', systems).execute(),
    tables
      .selectFrom('sluice_vendor_call')
      .select(['system', ({ fn }) => fn.countAll().as('open')])
      .where('closed_at', 'is', null)
      .where('system', 'in', systems)
      .groupBy('system')
      .execute(),
    tables
      .selectFrom('sluice_webhook_received')
      .select(['source', ({ fn }) => fn.countAll().as('parked')])
      .where('status', '=', 'PARKED')
      .groupBy('source')
      .execute(),
  ]);
  const sources = webhookSources();
  return systems.flatMap((system): SystemVendorRecord[] => {
    const row = followed.find((candidate) => candidate.system === system);
    const activity = vendorActivity.of(system);
    if (!row && !activity) return [];
    const isSource = ({ source }: { readonly source: string }) => source === row?.vendor;
    return [
      {
        system,
        name: row?.vendor ?? null,
        state: activity?.state ?? 'UNKNOWN',
        lastAnswerAt: activity?.lastAnswerAt ?? null,
        lastFailureAt: activity?.lastFailureAt ?? null,
        lastFailure: activity?.lastFailure ?? null,
        followedSince: row?.began_at ?? null,
        polledTo: row?.polled_to ?? null,
        lastPollAt: row?.poll_ended_at ?? null,
        pollError: row?.poll_error ?? null,
        lastWebhookAt: sources.find(isSource)?.lastStoredAt ?? null,
        parkedWebhooks: Number(parked.find(isSource)?.parked ?? 0),
        openCalls: Number(calls.find((call) => call.system === system)?.open ?? 0),
        gap: row?.gap_from && row.gap_to ? { from: row.gap_from, to: row.gap_to, bridgedAt: row.gap_bridged_at } : null,
      },
    ];
  });
}
