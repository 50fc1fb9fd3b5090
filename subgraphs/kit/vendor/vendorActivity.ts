/** How a vendor has been found by the calls that this process has made. */
export interface VendorActivityRecord {
  /** LEFT_ALONE: after several failures in a row no call is made for a moment. */
  readonly state: 'ANSWERING' | 'FAILING' | 'LEFT_ALONE';
  /** ISO 8601 in UTC, as all times here; null when it has not answered since the process started. */
  readonly lastAnswerAt: string | null;
  readonly lastFailureAt: string | null;
  /** What went wrong then. */
  readonly lastFailure: string | null;
}

/** Notes what comes of calls to vendors, for whoever operates them. In memory: it begins with the process. */
export class VendorActivity {
  readonly #bySystem = new Map<string, VendorActivityRecord>();
  /** The breakers that are open, by system: a system may have several, each with limits of its own. */
  readonly #open = new Map<string, Set<object>>();

  answered(system: string): void {
    this.#note(system, { lastAnswerAt: now(), state: 'ANSWERING' });
  }

  failed(system: string, reason: string): void {
    this.#note(system, { lastFailureAt: now(), lastFailure: reason, state: 'FAILING' });
  }

  /** Says whether a breaker lets calls through. */
  breaker(system: string, breaker: object, isOpen: boolean): void {
    const open = this.#open.get(system) ?? new Set();
    this.#open.set(system, open);
    if (isOpen) open.add(breaker);
    else open.delete(breaker);
  }

  /** Undefined when no call has ended yet. */
  of(system: string): VendorActivityRecord | undefined {
    const record = this.#bySystem.get(system);
    return record && this.#open.get(system)?.size ? { ...record, state: 'LEFT_ALONE' } : record;
  }

  #note(system: string, news: Partial<VendorActivityRecord>): void {
    const before = this.#bySystem.get(system) ?? NOTHING;
    this.#bySystem.set(system, { ...before, ...news });
  }
}

const NOTHING: VendorActivityRecord = {
  state: 'ANSWERING',
  lastAnswerAt: null,
  lastFailureAt: null,
  lastFailure: null,
};

const now = () => new Date().toISOString();
