import type { VendorRequest } from './emulator.ts';

/** What goes wrong with a request. */
export type RequestFault =
  /** Refused as too many, in the vendor's words; nothing is done. */
  | 'throttled'
  /** Answered with 500; nothing is done. */
  | 'failsBeforeEffect'
  /** Done, and answered with 500. */
  | 'failsAfterEffect'
  /** Never answered; nothing is done. */
  | 'hangsBeforeEffect'
  /** Done, and never answered. */
  | 'hangsAfterEffect'
  /** Done, and the connection is cut before the answer. */
  | 'cutAfterEffect'
  /** The connection is cut at once; nothing is done. */
  | 'cutBeforeEffect';

/** Which requests a fault befalls. */
export interface FaultRule {
  readonly fault: RequestFault;
  /** @default all */
  readonly when?: (request: VendorRequest) => boolean;
  /** Every how many of these. @default 1, each */
  readonly every?: number;
  /** At most so many in all. @default no bound */
  readonly times?: number;
}

/** The faults of an emulator, as a test orders them. Of several that apply to a request, the one ordered first does. */
export class Faults {
  readonly #rules = new Set<FaultRule & { seen: number; done: number }>();

  /** Orders a fault. Returns how to end it. */
  order(rule: FaultRule): () => void {
    const counted = { ...rule, seen: 0, done: 0 };
    this.#rules.add(counted);
    return () => {
      this.#rules.delete(counted);
    };
  }

  /** Ends all faults. */
  clear(): void {
    this.#rules.clear();
  }

  /** The fault that befalls the request. Each request is to be asked for once: the rules count. */
  befalling(request: VendorRequest): RequestFault | undefined {
    let fault: RequestFault | undefined;
    for (const rule of this.#rules) {
      const { when = () => true, every = 1, times = Number.POSITIVE_INFINITY } = rule;
      if (!when(request)) continue;
      rule.seen += 1;
      if (fault !== undefined || rule.seen % every !== 0 || rule.done >= times) continue;
      rule.done += 1;
      fault = rule.fault;
    }
    return fault;
  }
}
