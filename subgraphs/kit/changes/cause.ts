/**
 * What made a change, where that was a run of a flow. Whatever finishes a write later (a delivery, a vendor's ledger)
 * keeps the cause of the write and records with it, so that flows which set each other off are found out.
 */
export interface Cause {
  /** Name of the flow. */
  readonly flow: string;
  readonly runId: string;
  /** Runs in the chain that led here, this one included; a change that no run made has 0. */
  readonly hops: number;
}
