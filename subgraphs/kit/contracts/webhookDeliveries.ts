import type { Change } from '../changes/change.ts';

/** A delivery that is this process's to make, until its lease runs out. */
export interface ClaimedWebhook {
  /** The `webhook-id`: the same at each try. */
  readonly id: string;
  readonly url: string;
  /** By which it is signed: the present one, and while it rotates the one before. */
  readonly secrets: readonly string[];
  /** Where the change is in the log, and which it is. */
  readonly changePosition: number;
  readonly changeId: string;
  /** 1 for the first. Raised by each claim, so that who holds an older one can record nothing. */
  readonly attempt: number;
  /** Tries that have failed; one that a process was killed in has not. */
  readonly failures: number;
}

/** Why an endpoint did not accept a webhook. */
export interface WebhookFailure {
  /** Stable, such as `HTTP_500` or `TIMEOUT`. */
  readonly code: string;
  readonly message: string;
  /** Whether the endpoint said that it is gone for good. */
  readonly gone?: boolean;
}

/** What became of a try. */
export interface WebhookOutcome {
  /** Status of the answer, null when none came. */
  readonly httpStatus: number | null;
  /** The beginning of the answer. */
  readonly response: string | null;
  /** Undefined when the endpoint accepted the webhook. */
  readonly failure?: WebhookFailure;
}

/** An endpoint that has deliveries to make. */
export interface WebhookLane {
  readonly endpointId: string;
  /** Whether its last webhook was not accepted. */
  readonly failing: boolean;
}

/**
 * The webhooks that are to go out. The `integration` subgraph owns the endpoints and their deliveries and implements
 * this; the gateway delivers through it. However many processes deliver, each delivery is one process's at a time.
 */
export interface WebhookDeliveries {
  /** After which position of the log there are changes that some endpoint has not been given; null without endpoints. */
  position(): Promise<number | null>;
  /** The position after which the log must be kept, for endpoints that are behind and deliveries that wait. */
  neededAfter(): Promise<number | null>;
  /**
   * Makes deliveries of changes that follow each other in the log, for each endpoint of those that it has not been
   * given, and moves the endpoints past them: both, or nothing. Endpoints that another process is moving are left to it.
   * Resolves with whether there were any to move.
   */
  add(changes: readonly Change[]): Promise<boolean>;
  /** Moves the endpoints that are behind to `position`, past changes that are no longer kept. */
  skipTo(position: number): Promise<void>;
  /** The endpoints that have deliveries which are due. */
  lanes(): Promise<readonly WebhookLane[]>;
  /** Claims up to `limit` of an endpoint's deliveries that are due. */
  claim(endpointId: string, limit: number, leaseMs: number): Promise<readonly ClaimedWebhook[]>;
  /**
   * Records what became of a try, unless the delivery is no longer the claimer's; it is tried again at `retryAt`, or
   * given up when that is null. Resolves with whether it was recorded.
   */
  settle(webhook: ClaimedWebhook, outcome: WebhookOutcome, retryAt: Date | null): Promise<boolean>;
  /** Gives a delivery back that was cut off: whoever is next makes it at once. */
  release(webhook: ClaimedWebhook): Promise<void>;
  /** Frees what a process held that has died. Only for one that knows that no other is alive. */
  freeAll(): Promise<void>;
  /** Drops the deliveries that were made or given up before `before`; resolves with how many. */
  prune(before: Date): Promise<number>;
}
