import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
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
  /** Whether webhooks are coming in: then processing stands back. */
  readonly isBusy: () => boolean;
  readonly onError: (error: unknown) => void;
}

/** Webhooks that are claimed, and where nothing is in the way, done, together. */
const BATCH = 200;
/** After so long without a word, a process has died, and what it was at is another's to do. */
const LEASE_MS = 10_000;
const RENEW_MS = 3_000;
/**
 * While webhooks come in, their senders wait for an answer: they have all but a fifth of the time, and batches fill. That a
 * vendor was asked, and took long, is no reason to rest for long.
 */
const REST = { timesTaken: 4, leastMs: 50, mostMs: 1_000 };
/** How long a vendor may take for the questions that one webhook raises. */
const READ_TIMEOUT_MS = 20_000;
/** So much of that time may be gone when a webhook's turn comes. */
const READ_SIGNAL_MS = 1_000;
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
  /** Sources whose webhooks are being processed: afterwards it looks for more of them by itself. */
  readonly #active = new Set<string>();
  #reading = { since: Number.NEGATIVE_INFINITY, signal: new AbortController().signal };

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
      execute: (batch, signal) => this.#processAndRest(batch, signal),
      onError,
    });
  }

  /** To be called when there may be something to process. */
  wake(source: string): void {
    if (!this.#active.has(source)) this.#work.wake(source);
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

  async #processAndRest(batch: readonly ClaimedReceivedWebhook[], signal: AbortSignal): Promise<void> {
    const { webhooks, isBusy, onError } = this.#options;
    const source = batch[0]?.source ?? '';
    this.#active.add(source);
    const renewal = setInterval(() => webhooks.renew(batch, LEASE_MS).catch(onError), RENEW_MS);
    const beganAt = performance.now();
    try {
      await this.#process(batch, signal);
    } finally {
      clearInterval(renewal);
      const restMs = Math.max(REST.leastMs, Math.min(REST.timesTaken * (performance.now() - beganAt), REST.mostMs));
      // On SQLite the batch has held up the process: first what came meanwhile is read.
      for (let turn = 0; turn < 2; turn++) await nextTurn();
      if (isBusy()) await delay(restMs, undefined, { signal }).catch(() => {});
      this.#active.delete(source);
    }
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
        const meaning = await handler.read(webhook, this.#readSignal(signal));
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

  /** One a second: thousands of webhooks ask nobody, and to make a signal costs as much as to read one of them. */
  #readSignal(signal: AbortSignal): AbortSignal {
    const now = performance.now();
    if (now - this.#reading.since > READ_SIGNAL_MS) {
      this.#reading = { since: now, signal: AbortSignal.any([signal, AbortSignal.timeout(READ_TIMEOUT_MS)]) };
    }
    return this.#reading.signal;
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
