import type { Logger } from 'pino';
import type { ReceivedWebhooks } from '../../../subgraphs/kit/contracts/receivedWebhooks.ts';
import type { WebhookHandler } from '../../../subgraphs/kit/contracts/webhookHandler.ts';
import type { Database } from '../../../subgraphs/kit/database/database.ts';
import type { SqlChangeLog } from '../../changes/sqlChangeLog.ts';
import type { Environment } from '../../environment.ts';
import { createVerifiers } from './createVerifiers.ts';
import { isHandledBy, WebhookProcessor } from './webhookProcessor.ts';
import { WebhookReceiver } from './webhookReceiver.ts';

export interface StartWebhookReceptionOptions {
  readonly webhooks: ReceivedWebhooks;
  /** Of the systems of this process. */
  readonly handlers: readonly WebhookHandler[];
  readonly database: Database;
  readonly changes: SqlChangeLog;
  readonly environment: Environment;
  readonly logger: Logger;
}

/** Webhooks can come in, and are processed. */
export interface WebhookReception {
  readonly receiver: WebhookReceiver;
  close(): Promise<void>;
}

/**
 * Begins to process what is stored, and to take what comes: from the sources whose secrets are in the environment and
 * that a system of this process is behind.
 */
export async function startWebhookReception(options: StartWebhookReceptionOptions): Promise<WebhookReception> {
  const { webhooks, handlers, database, changes, environment, logger } = options;
  // Nobody else is at work on a SQLite database: what its last server held is free, without waiting for leases to end.
  if (database.engine === 'sqlite') await webhooks.freeAll();
  const configured = [...createVerifiers(environment).values()];
  const [taken, unhandled] = [true, false].map((isHandled) =>
    configured.filter(({ source }) => handlers.some((handler) => isHandledBy(handler, source)) === isHandled),
  ) as [typeof configured, typeof configured];
  for (const { source } of unhandled) {
    logger.warn(
      { source },
      `A secret for webhooks of ${source} is set, and no system here has it behind it: they are not taken`,
    );
  }
  const processor = new WebhookProcessor({
    webhooks,
    handlers,
    database,
    changes,
    isBusy: () => receiver.busy,
    onError: (error) => logger.error({ err: error }, 'A webhook could not be processed'),
  });
  const receiver: WebhookReceiver = new WebhookReceiver({
    verifiers: new Map(taken.map((verifier) => [verifier.source, verifier])),
    webhooks,
    onStored: (source) => processor.wake(source),
  });
  return {
    receiver,
    async close() {
      await receiver.idle();
      await processor.close();
    },
  };
}
