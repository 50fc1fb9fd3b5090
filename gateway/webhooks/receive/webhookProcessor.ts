import type { ChangeLog } from '../../../subgraphs/kit/changes/changeLog.ts';
import { ClaimedWork } from '../../../subgraphs/kit/claimedWork.ts';
import type { ClaimedReceivedWebhook, ReceivedWebhooks } from '../../../subgraphs/kit/contracts/receivedWebhooks.ts';
import type { WebhookHandler, WebhookMeaning } from '../../../subgraphs/kit/contracts/webhookHandler.ts';
import type { Database } from '../../../subgraphs/kit/database/database.ts';
import { retryDelayMs } from '../../../subgraphs/kit/retryDelay.ts';

export interface WebhookProcessorOptions {
  readonly webhooks: ReceivedWebhooks;
  readonly handlers: readonly WebhookHandler[];
  readonly database: Database;
  readonly changes: Pick<ChangeLog, 'committed'>;
  readonly onError: (error: unknown) => void;
}

/** Webhooks that are claimed, and where nothing is in the way, done, together. */
const BATCH = 100;
/** Longer than a batch may take, its questions to vendors included. */
const LEASE_MS = 300_000;
/** How long a vendor may take for the questions that one webhook raises. */
const READ_TIMEOUT_MS = 20_000;
/** Some five hours; after that a webhook is parked, with the reason. */
const MAX_TRIES = 12;
const RETRY_DELAY = { firstMs: 2_000, factor: 3, maxMs: 3_600_000 };

type Effect = Extract<WebhookMeaning, { kind: 'effect' }>;

/** A webhook whose meaning is known. */
interface ReadWebhook {
  readonly webhook: ClaimedReceivedWebhook;
  readonly effects: readonly Effect[];
}

/** A webhook of the group is another process's by now. */
class LostClaim extends Error {}

/**
 * Turns stored webhooks into changes, those of one source in the order in which they came. What a webhook changes and that
 * it is done are one transaction: a process that is killed does nothing by half, and nothing twice.
 */
export class WebhookProcessor {
  readonly #options: WebhookProcessorOptions;
  readonly #work: ClaimedWork<readonly ClaimedReceivedWebhook[]>;

  constructor(options: WebhookProcessorOptions) {
    this.#options = options;
    const { webhooks, onError } = options;
    this.#work = new ClaimedWork({
      lanes: async () =>
        (await this.#dueSources()).map((source) => ({
          name: source,
          concurrency: 1,
          async claim() {
            const batch = await webhooks.claim(source, BATCH, LEASE_MS);
            return batch.length > 0 ? [batch] : [];
          },
        })),
      execute: (batch, signal) => this.#process(batch, signal),
      onError,
    });
  }

  /** To be called when there may be something to process. */
  wake(): void {
    this.#work.wake();
  }

  /** What is begun is finished; the rest of a batch is given back. */
  async close(): Promise<void> {
    await this.#work.close();
  }

  /** What no system of this process understands is another's to process. */
  async #dueSources(): Promise<readonly string[]> {
    const { webhooks, handlers } = this.#options;
    if (handlers.length === 0) return [];
    const due = await webhooks.dueSources();
    return due.filter((source) => handlers.some((handler) => isHandledBy(handler, source)));
  }

  async #process(batch: readonly ClaimedReceivedWebhook[], signal: AbortSignal): Promise<void> {
    const read: ReadWebhook[] = [];
    for (const webhook of batch) {
      const effects = signal.aborted ? undefined : await this.#read(webhook, signal);
      if (effects) read.push({ webhook, effects });
    }
    if (signal.aborted)
      await this.#options.webhooks.release(batch.filter((webhook) => !read.some((done) => done.webhook === webhook)));
    if (read.length === 0) return;
    try {
      await this.#apply(read);
    } catch (error) {
      // One of them is in the way of the others: each by itself, so that the others are done.
      if (!(error instanceof LostClaim) && read.length === 1) return this.#setBack(read[0] as ReadWebhook, error);
      for (const one of read) await this.#apply([one]).catch((thrown: unknown) => this.#setBack(one, thrown));
    }
  }

  /** What the webhook means to each system; undefined when it was set back. */
  async #read(webhook: ClaimedReceivedWebhook, signal: AbortSignal): Promise<readonly Effect[] | undefined> {
    const { handlers, webhooks } = this.#options;
    const effects: Effect[] = [];
    for (const handler of handlers.filter((candidate) => isHandledBy(candidate, webhook.source))) {
      try {
        const timeout = AbortSignal.timeout(READ_TIMEOUT_MS);
        const meaning = await handler.read(webhook, AbortSignal.any([signal, timeout]));
        if (meaning.kind === 'unmappable') {
          await webhooks.setBack(webhook, { kind: 'parked', reason: meaning.reason });
          return undefined;
        }
        if (meaning.kind === 'effect') effects.push(meaning);
      } catch (error) {
        if (signal.aborted) return undefined;
        await this.#setBack({ webhook }, error);
        return undefined;
      }
    }
    return effects;
  }

  async #apply(group: readonly ReadWebhook[]): Promise<void> {
    const { database, webhooks, changes } = this.#options;
    await database.transaction(async (transaction) => {
      const isOurs = await webhooks.finish(
        transaction,
        group.map(({ webhook }) => webhook),
      );
      if (!isOurs) throw new LostClaim();
      for (const { effects } of group) for (const effect of effects) await effect.apply(transaction);
    });
    changes.committed();
  }

  async #setBack({ webhook }: Pick<ReadWebhook, 'webhook'>, error: unknown): Promise<void> {
    if (error instanceof LostClaim) return;
    this.#options.onError(error);
    const reason = error instanceof Error ? error.message : String(error);
    const tries = webhook.failures + 1;
    const at = new Date(Date.now() + retryDelayMs(RETRY_DELAY, tries));
    const setback =
      tries < MAX_TRIES ? ({ kind: 'retry', at, reason } as const) : ({ kind: 'parked', reason } as const);
    await this.#options.webhooks.setBack(webhook, setback);
  }
}

/** A handler of `standard` understands those of `standard/erp` too. */
export function isHandledBy({ source: handled }: WebhookHandler, source: string): boolean {
  return source === handled || source.startsWith(`${handled}/`);
}
