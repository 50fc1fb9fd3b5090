/** What an answer tells of the points that an app may spend: https://shopify.dev/docs/api/usage/limits */
export interface ShopifyCost {
  readonly requestedQueryCost: number;
  readonly throttleStatus: {
    readonly maximumAvailable: number;
    readonly currentlyAvailable: number;
    /** Points that come back each second. */
    readonly restoreRate: number;
  };
}

/** Below so many points nothing is begun: they are for calls under way, and for the shop's other apps. */
const RESERVE = 50;
/** Shopify restores by its own clock. */
const MARGIN_MS = 100;

/** The points that are left at Shopify, as its last answer told; calls that would be refused are not made. */
export class ShopifyBudget {
  readonly #now: () => number;
  #known: { readonly status: ShopifyCost['throttleStatus']; readonly atMs: number } | undefined;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  learn({ throttleStatus: status }: ShopifyCost): void {
    this.#known = { status, atMs: this.#now() };
  }

  /** How long until there are so many points; 0 when there are, or nothing is known. */
  waitMs(points = RESERVE): number {
    if (!this.#known) return 0;
    const { status, atMs } = this.#known;
    const restored = ((this.#now() - atMs) / 1_000) * status.restoreRate;
    const missing = Math.min(points, status.maximumAvailable) - status.currentlyAvailable - restored;
    return missing <= 0 ? 0 : (missing / status.restoreRate) * 1_000 + MARGIN_MS;
  }
}
