import type { Caller } from '../caller.ts';
import type { Transactional } from '../database/database.ts';
import { SluiceError, UpstreamUnavailableError } from '../errors.ts';
import type { SubgraphServices } from '../subgraph.ts';
import type { CallLedger, LedgerCall } from './callLedger.ts';
import { VendorUnavailableError } from './vendorFailure.ts';

/** A mutation that a vendor carries out. */
export interface VendorWrite<Input extends object, Plan, Answer, Result> {
  readonly mutation: string;
  /** Checks the input, and says what is to be done as JSON can hold it. Writes nothing: the vendor may yet refuse. */
  plan(services: SubgraphServices, transaction: Transactional, input: Input): Promise<Plan>;
  /**
   * Does it, under the call's keys. SluiceErrors are the vendor's refusals: nothing came of it.
   *
   * @throws SluiceError; VendorUnavailableError
   */
  send(plan: Plan, call: LedgerCall, signal: AbortSignal): Promise<Answer>;
  /** What an earlier try has done, through a path that sees what was just written; null when it has done nothing. */
  look(plan: Plan, call: LedgerCall, signal: AbortSignal): Promise<Answer | null>;
  /** Records what came of it: the shadow, the change, links. */
  record(
    services: SubgraphServices,
    transaction: Transactional,
    plan: Plan,
    answer: Answer,
    call: LedgerCall,
  ): Promise<Result>;
}

// biome-ignore lint/suspicious/noExplicitAny: each write has types of its own, which the ledger keeps as JSON.
type AnyWrite = VendorWrite<any, any, any, any>;

/** The part of a call's time in which it is tried: the rest is for what is then still on its way. */
const TRYING = 0.8;

/** The mutations of one system that its vendor carries out, each through the ledger. */
export class VendorWrites {
  readonly #services: SubgraphServices;
  readonly #ledger: CallLedger;
  readonly #writes = new Map<string, AnyWrite>();

  constructor(services: SubgraphServices, ledger: CallLedger) {
    this.#services = services;
    this.#ledger = ledger;
  }

  /**
   * The mutation as the backend has it. Repeated with the same idempotency key, it answers with the first result; when the
   * first outcome is unknown, it is found out first.
   */
  define<Input extends object, Plan, Answer, Result>(
    write: VendorWrite<Input, Plan, Answer, Result>,
  ): (caller: Caller, input: Input) => Promise<Result> {
    this.#writes.set(write.mutation, write);
    return async (caller, input) => {
      const begun = await this.#ledger.begin({ mutation: write.mutation, caller, input }, (transaction) =>
        write.plan(this.#services, transaction, input),
      );
      if (begun.kind === 'done') return begun.result as Result;
      const answer = await this.#perform(write, begun.call, begun.resumed);
      return (await this.#close(write, begun.call, answer)) as Result;
    };
  }

  /**
   * Finds out what came of calls that were left with an unknown outcome, and records it. What has had no effect is not
   * repeated: whoever wants it asks again.
   */
  async settleOverdue(limit: number, onError: (error: unknown) => void): Promise<void> {
    for (const call of await this.#ledger.takeOverdue(limit)) await this.#settle(call).catch(onError);
  }

  async #settle(call: LedgerCall): Promise<void> {
    const write = this.#writes.get(call.mutation);
    if (!write) return;
    const answer = await write.look(call.plan, call, this.#ending());
    if (answer === null) await this.#ledger.release(call);
    else await this.#close(write, call, answer);
  }

  async #perform(write: AnyWrite, call: LedgerCall, resumed: boolean): Promise<unknown> {
    const signal = this.#ending();
    try {
      const found = resumed ? await write.look(call.plan, call, signal) : null;
      return found ?? (await write.send(call.plan, call, signal));
    } catch (error) {
      if (error instanceof VendorUnavailableError) return await this.#recover(write, call, error);
      if (error instanceof SluiceError) await this.#ledger.forget(call);
      if (!signal.aborted) throw error;
      throw new UpstreamUnavailableError(call.system, 'it took too long; whether it was done is found out', {
        cause: error,
      });
    }
  }

  /** A vendor that failed may have done it all the same. While it may still be doing it, nobody looks. */
  async #recover(write: AnyWrite, call: LedgerCall, error: VendorUnavailableError): Promise<unknown> {
    if (error.outcome === 'unknown') throw error;
    if (error.outcome === 'ended') {
      const found = await write.look(call.plan, call, this.#ending()).catch(() => null);
      if (found !== null) return found;
    }
    // The vendor would answer the same keys with the same failure.
    await this.#ledger.release(call, { renewKeys: error.outcome === 'ended' });
    throw error;
  }

  async #close(write: AnyWrite, call: LedgerCall, answer: unknown): Promise<unknown> {
    const services = call.cause ? this.#services.causedBy(call.cause) : this.#services;
    const result = await services.database.transaction(async (transaction) => {
      const recorded = await write.record(services, transaction, call.plan, answer, call);
      await this.#ledger.close(transaction, call, recorded);
      return recorded;
    });
    services.changes.committed();
    return result;
  }

  #ending(): AbortSignal {
    return AbortSignal.timeout(this.#ledger.deadlineMs * TRYING);
  }
}
