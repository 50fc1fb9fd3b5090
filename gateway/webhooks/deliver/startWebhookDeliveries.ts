import type { Logger } from 'pino';
import type { AllowedPrivateAddresses } from '../../../subgraphs/kit/addressPolicy.ts';
import type { WebhookDeliveries } from '../../../subgraphs/kit/contracts/webhookDeliveries.ts';
import type { Engine } from '../../../subgraphs/kit/database/database.ts';
import type { SqlChangeLog } from '../../changes/sqlChangeLog.ts';
import { WebhookDeliverer } from './webhookDeliverer.ts';
import { WebhookDispatcher } from './webhookDispatcher.ts';
import { createWebhookSender } from './webhookSender.ts';

export interface StartWebhookDeliveriesOptions {
  readonly deliveries: WebhookDeliveries;
  readonly changes: SqlChangeLog;
  readonly engine: Engine;
  readonly allowedPrivateAddresses: AllowedPrivateAddresses;
  readonly logger: Logger;
}

/** Begins to tell changes to the endpoints. Resolves with how to stop. */
export async function startWebhookDeliveries(options: StartWebhookDeliveriesOptions): Promise<() => Promise<void>> {
  const { deliveries, changes, engine, allowedPrivateAddresses, logger } = options;
  const onError = (error: unknown) => logger.error({ err: error }, 'Webhooks failed to go out, and are tried again');
  // Nobody else is at work on a SQLite database: what its last server held is free, without waiting for leases to end.
  if (engine === 'sqlite') await deliveries.freeAll();
  const sender = createWebhookSender({ allowedPrivateAddresses });
  const deliverer = new WebhookDeliverer({ deliveries, changes, sender, onError });
  const dispatcher = new WebhookDispatcher({ deliveries, changes, onDeliveries: () => deliverer.wake(), onError });
  return async () => {
    await dispatcher.close();
    await deliverer.close();
    await sender.close();
  };
}
