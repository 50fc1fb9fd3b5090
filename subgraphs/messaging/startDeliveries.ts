import type { ChangeLog } from '../kit/changes/changeLog.ts';
import type { SubgraphServices, SubgraphSettings, SubgraphWorker } from '../kit/subgraph.ts';
import { createSqlDeliveries } from './deliveries.ts';
import { DeliveryWorker } from './deliveryWorker.ts';
import { createSmtpSender } from './emailSender.ts';
import type { MessageChannel } from './generated/resolvers.ts';
import type { MessageSender } from './messageSender.ts';
import { messageType } from './messages.ts';
import { createSlackSender } from './slackSender.ts';

/** Begins to send the outbox's messages; those of a channel that nothing stands behind stay there. */
export function startDeliveries(
  { database, changes, settings }: SubgraphServices,
  onError: (error: unknown) => void,
): SubgraphWorker {
  const deliveries = createSqlDeliveries(database, changes);
  const { vendorDeadlineMs: settlingMs } = settings;
  const workers = sendersOf(settings).map(
    ([channel, sender]) => new DeliveryWorker({ deliveries, channel, sender, onError, settlingMs }),
  );
  if (workers.length === 0) return { close: async () => {} };
  const ending = new AbortController();
  const waking = wakeOnNewMessages(changes, workers, ending.signal).catch(onError);
  return {
    async close() {
      ending.abort();
      await waking;
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}

function sendersOf({
  smtpUrl,
  vendors,
  vendorTimeoutMs,
}: SubgraphSettings): readonly (readonly [MessageChannel, MessageSender])[] {
  return [
    ...(smtpUrl === undefined ? [] : [['EMAIL', createSmtpSender(smtpUrl)] as const]),
    ...(vendors?.slack ? [['SLACK', createSlackSender(vendors.slack, vendorTimeoutMs)] as const] : []),
  ];
}

/** Whichever process queued a message: the change log tells all of them. */
async function wakeOnNewMessages(
  changes: ChangeLog,
  workers: readonly DeliveryWorker[],
  signal: AbortSignal,
): Promise<void> {
  const created = await changes.follow({
    system: messageType.system,
    recordType: messageType.name,
    signal,
    select: ({ change }) => (change.kind === 'CREATED' ? change.recordId : undefined),
  });
  for await (const _recordId of created) for (const worker of workers) worker.wake();
}
