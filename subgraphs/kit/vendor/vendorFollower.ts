import type { ChangeLog } from '../changes/changeLog.ts';
import type { CustomerDirectory } from '../contracts/customerDirectory.ts';
import type { Database } from '../database/database.ts';
import { Rounds } from '../rounds.ts';
import type { VendorEffect, VendorFeed, VendorRecords } from './vendorFeed.ts';
import { sweep } from './vendorSweep.ts';
import type { VendorTables } from './vendorTables.ts';

export interface VendorFollowerOptions {
  readonly system: string;
  readonly vendor: string;
  readonly feed: VendorFeed;
  readonly database: Database;
  readonly changes: ChangeLog;
  readonly customers: CustomerDirectory;
  readonly intervalMs: number;
  readonly onError: (error: unknown) => void;
  /** @default Date.now */
  readonly now?: () => number;
}

/**
 * How far a poll goes back behind the one before it: more than a vendor takes until its list of events is complete, and
 * than clocks differ.
 */
const OVERLAP_MS = 600_000;
/** What happened in so much time is asked for at once. */
const WINDOW_MS = 3_600_000;
/** How long a process that polls has the system to itself; renewed with each window. */
const LEASE_MS = 120_000;
/** Vendors' clocks may be behind ours. */
const CLOCK_MARGIN_MS = 5_000;
const CHUNK = 100;
/** Deletions that no webhook and no poll tells are found within so many polls, of a large account later. */
const POLLS_PER_SWEEP = 10;

const NEVER_POLLED = {
  poll_until: null,
  gap_from: null,
  gap_to: null,
  gap_bridged_at: null,
  poll_ended_at: null,
  poll_error: null,
};

/**
 * Follows a vendor beside its webhooks: polls on start and regularly for what no webhook told, asks again where the order
 * of what came is uncertain, looks for deletions that the vendor does not tell, and finds out what came of calls with an
 * unknown outcome.
 */
export class VendorFollower {
  readonly #options: Required<VendorFollowerOptions>;
  readonly #rounds: Rounds;
  readonly #ending = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(options: VendorFollowerOptions) {
    this.#options = { now: Date.now, ...options };
    this.#rounds = new Rounds(
      () => this.#round(),
      (error) => this.#tell(error),
    );
    this.#timer = setInterval(() => this.#rounds.wake(), options.intervalMs);
    this.#rounds.wake();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#ending.abort();
    await this.#rounds.close();
  }

  async #round(): Promise<void> {
    const { feed } = this.#options;
    if (!(await this.#takeLease())) return;
    try {
      await feed.settleOverdue((error) => this.#tell(error));
      await this.#poll();
      for (const records of feed.records) {
        await this.#askAgain(records);
        await this.#sweep(records);
      }
      await this.#followLinks();
      await this.#save({ poll_ended_at: iso(this.#options.now()), poll_error: null });
    } catch (error) {
      const poll_error = error instanceof Error ? error.message : String(error);
      if (!this.#ending.signal.aborted) await this.#save({ poll_ended_at: iso(this.#options.now()), poll_error });
      throw error;
    } finally {
      await this.#save({ poll_until: null });
    }
  }

  async #poll(): Promise<void> {
    const { feed, now } = this.#options;
    const until = now();
    const { polledTo, beganAt } = await this.#progress();
    const remembered = until - feed.memoryMs;
    if (polledTo < remembered) await this.#bridgeGap(polledTo, remembered);
    for (let from = Math.max(polledTo, remembered); from < until; ) {
      const to = Math.min(from + WINDOW_MS, until);
      const overlapping = Math.max(from - OVERLAP_MS, beganAt);
      await this.#apply(feed.changesBetween(overlapping, to, this.#ending.signal));
      await this.#save({ polled_to: iso(to), poll_until: iso(now() + LEASE_MS) });
      from = to;
    }
  }

  /** The vendor no longer tells what happened: what can be known is how its records are now. */
  async #bridgeGap(fromMs: number, toMs: number): Promise<void> {
    await this.#save({ gap_from: iso(fromMs), gap_to: iso(toMs), gap_bridged_at: null });
    const { feed, database } = this.#options;
    for (const records of feed.records) {
      for (let page = await records.page(database.queries, '', CHUNK); page.length > 0; ) {
        await this.#applyOne(await records.readNow(page, this.#ending.signal));
        page = await records.page(database.queries, page.at(-1) as string, CHUNK);
      }
    }
    for await (const { apply } of feed.recordsSince(fromMs, false, this.#ending.signal)) await this.#applyOne(apply);
    await this.#save({ gap_bridged_at: iso(this.#options.now()) });
  }

  async #askAgain(records: VendorRecords): Promise<void> {
    const doubtful = await records.doubtful(this.#options.database.queries, CHUNK);
    if (doubtful.length > 0) await this.#applyOne(await records.readNow(doubtful, this.#ending.signal));
  }

  async #sweep(records: VendorRecords): Promise<void> {
    const { system, database, intervalMs, now } = this.#options;
    const apply = async (effect: VendorEffect) => {
      await this.#applyOne(effect);
      await this.#save({ poll_until: iso(now() + LEASE_MS) });
    };
    const everyMs = POLLS_PER_SWEEP * intervalMs;
    await sweep(records, { system, database, everyMs, now, apply }, this.#ending.signal);
  }

  /** What an operator has decided on since, and whom a customer's address has turned out to be. */
  async #followLinks(): Promise<void> {
    const { customers, feed, system } = this.#options;
    await this.#applyOne((transaction) => customers.proposeLinks(transaction, system));
    let decided: string | null;
    do {
      // One at a time: two transactions that each hold several senders could wait for each other.
      decided = null;
      await this.#applyOne(async (transaction) => {
        decided = await customers.takeDecided(transaction, system);
        if (decided !== null) await feed.relink?.(decided)(transaction);
      });
    } while (decided !== null && !this.#ending.signal.aborted);
  }

  async #apply(effects: AsyncIterable<VendorEffect>): Promise<void> {
    for await (const effect of effects) await this.#applyOne(effect);
  }

  async #applyOne(effect: VendorEffect): Promise<void> {
    const { database, changes } = this.#options;
    await database.transaction(effect);
    changes.committed();
  }

  /** The first start begins now. False when another process polls. */
  async #takeLease(): Promise<boolean> {
    const { database, system, vendor, now } = this.#options;
    const tables = database.queries.withTables<VendorTables>();
    const begins = iso(now() - CLOCK_MARGIN_MS);
    await tables
      .insertInto('sluice_vendor_system')
      .values({ ...NEVER_POLLED, system, vendor, began_at: begins, polled_to: begins })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const { numUpdatedRows } = await tables
      .updateTable('sluice_vendor_system')
      .set({ poll_until: iso(now() + LEASE_MS) })
      .where('system', '=', system)
      .where(({ eb }) =>
        // The one process on SQLite need not wait for a lease of its own that a kill left behind.
        eb.or([eb.lit(database.engine === 'sqlite'), eb('poll_until', 'is', null), eb('poll_until', '<', iso(now()))]),
      )
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async #progress(): Promise<{ polledTo: number; beganAt: number }> {
    const { polled_to, began_at } = await this.#options.database.queries
      .withTables<VendorTables>()
      .selectFrom('sluice_vendor_system')
      .select(['polled_to', 'began_at'])
      .where('system', '=', this.#options.system)
      .executeTakeFirstOrThrow();
    return { polledTo: Date.parse(polled_to), beganAt: Date.parse(began_at) };
  }

  async #save(fields: Partial<VendorTables['sluice_vendor_system']>): Promise<void> {
    await this.#options.database.queries
      .withTables<VendorTables>()
      .updateTable('sluice_vendor_system')
      .set(fields)
      .where('system', '=', this.#options.system)
      .execute();
  }

  /** Being closed is no failure. */
  #tell(error: unknown): void {
    if (!this.#ending.signal.aborted) this.#options.onError(error);
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
