import type { ChangeLog } from '../kit/changes/changeLog.ts';
import { SluiceError } from '../kit/errors.ts';
import type { SubgraphServices, SubgraphSettings, SubgraphWorker } from '../kit/subgraph.ts';
import type { VendorActivity } from '../kit/vendor/vendorActivity.ts';
import { createSqlDeliveries } from './deliveries.ts';
import { DeliveryWorker } from './deliveryWorker.ts';
import { createSmtpSender } from './emailSender.ts';
import type { MessageChannel } from './generated/resolvers.ts';
import type { MessageSender } from './messageSender.ts';
import { messageType } from './messages.ts';
import { createSlackSender } from './slackSender.ts';

/** Begins to send the outbox's messages; those of a channel that nothing stands behind stay there. */
export function startDeliveries(
  { database, changes, settings, vendorActivity }: SubgraphServices,
  onError: (error: unknown) => void,
): SubgraphWorker {
  const deliveries = createSqlDeliveries(database, changes);
  const { vendorDeadlineMs: settlingMs } = settings;
  const workers = sendersOf(settings, vendorActivity).map(
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

/** Asks what stands behind the channels, each once. */
export function askChannels(settings: SubgraphSettings, signal: AbortSignal): Promise<string> | undefined {
  const senders = sendersOf(settings);
  return senders.length === 0 ? undefined : askAll(senders, signal);
}

/** @throws SluiceError which says of each what is wrong, when one of them is */
async function askAll(senders: ReturnType<typeof sendersOf>, signal: AbortSignal): Promise<string> {
  const [only, another] = senders;
  if (only && !another) return only[1].check(signal);
  const asked = await Promise.allSettled(senders.map(([, sender]) => sender.check(signal)));
  const texts = asked.map((answer) => (answer.status === 'fulfilled' ? answer.value : describe(answer.reason)));
  if (asked.every(({ status }) => status === 'fulfilled')) return texts.join(' ');
  throw new SluiceError('DOWNSTREAM_SERVICE_ERROR', texts.join(' '), { extensions: { subgraph: 'messaging' } });
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function sendersOf(
  { smtpUrl, vendors, vendorTimeoutMs }: SubgraphSettings,
  activity?: VendorActivity,
): readonly (readonly [MessageChannel, MessageSender])[] {
  return [
    ...(smtpUrl === undefined ? [] : [['EMAIL', createSmtpSender(smtpUrl)] as const]),
    ...(vendors?.slack ? [['SLACK', createSlackSender(vendors.slack, vendorTimeoutMs, activity)] as const] : []),
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
