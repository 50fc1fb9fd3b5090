import type { ChangeLog } from '../kit/changes/changeLog.ts';
import type { SubgraphServices, SubgraphWorker } from '../kit/subgraph.ts';
import { createSqlDeliveries } from './deliveries.ts';
import { DeliveryWorker } from './deliveryWorker.ts';
import { createSmtpSender } from './emailSender.ts';
import { messageType } from './messages.ts';

/** Begins to send the outbox's e-mail; without an SMTP server, it stays there. */
export function startDeliveries(
  { database, changes, settings: { smtpUrl } }: SubgraphServices,
  onError: (error: unknown) => void,
): SubgraphWorker {
  if (smtpUrl === undefined) return { close: async () => {} };
  const deliveries = createSqlDeliveries(database, changes);
  const worker = new DeliveryWorker({ deliveries, sender: createSmtpSender(smtpUrl), onError });
  const ending = new AbortController();
  const waking = wakeOnNewMessages(changes, worker, ending.signal).catch(onError);
  return {
    async close() {
      ending.abort();
      await waking;
      await worker.close();
    },
  };
}

/** Whichever process queued a message: the change log tells all of them. */
async function wakeOnNewMessages(changes: ChangeLog, worker: DeliveryWorker, signal: AbortSignal): Promise<void> {
  const created = await changes.follow({
    system: messageType.system,
    recordType: messageType.name,
    signal,
    select: ({ change }) => (change.kind === 'CREATED' ? change.recordId : undefined),
  });
  for await (const _recordId of created) worker.wake();
}
