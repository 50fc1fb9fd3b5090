import type { ExecutorResult } from './deferredAnswer.ts';
import { executeOperation, type OperationRequest } from './executeOperation.ts';
import type { FederatedSubscription, SubscriptionBase } from './subscriptions/federatedSubscription.ts';
import type { SubscriptionHub } from './subscriptions/subscriptionHub.ts';
import type { SupergraphState } from './supergraph.ts';
import type { SubgraphTransport } from './transport/subgraphTransport.ts';
import type { TransportLease } from './transportPool.ts';

/** An operation, without what the generation adds. */
export type GenerationRequest = Pick<
  OperationRequest,
  'context' | 'decideLabel' | 'document' | 'operationName' | 'variables'
>;

/**
 * One supergraph in use, with its transports. After a reload it lives on until its last operation has ended, with the
 * subscriptions that stay on it, and then gives its transports back.
 */
export class Generation implements SubscriptionBase {
  readonly state: SupergraphState;
  readonly #lease: TransportLease;
  readonly #hub: SubscriptionHub<FederatedSubscription>;
  readonly #onReleased: (released: Promise<void>) => void;
  #running = 0;
  #isRetired = false;
  #isReleased = false;

  /** @param onReleased is told when the transports are given back; the promise is rejected if one cannot be closed. */
  constructor(
    state: SupergraphState,
    lease: TransportLease,
    hub: SubscriptionHub<FederatedSubscription>,
    onReleased: (released: Promise<void>) => void,
  ) {
    this.state = state;
    this.#lease = lease;
    this.#hub = hub;
    this.#onReleased = onReleased;
  }

  get transports(): ReadonlyMap<string, SubgraphTransport> {
    return this.#lease.transports;
  }

  async execute(request: GenerationRequest): Promise<ExecutorResult> {
    this.#running++;
    try {
      const { state, transports } = this;
      return await executeOperation({ ...request, state, transports, hub: this.#hub, retain: () => this.retain() });
    } finally {
      this.#finishOne();
    }
  }

  /** Counts as an operation until the returned function is called; undefined once the transports are given back. */
  retain(): (() => void) | undefined {
    if (this.#isReleased) return undefined;
    this.#running++;
    let isRetained = true;
    return () => {
      if (isRetained) this.#finishOne();
      isRetained = false;
    };
  }

  /** No new operation comes: releases the transports once the last one has ended. */
  retire(): void {
    this.#isRetired = true;
    if (this.#running === 0) this.#release();
  }

  /** Releases the transports, whatever still runs. */
  async close(): Promise<void> {
    this.#isReleased = true;
    await this.#lease.release();
  }

  #finishOne(): void {
    this.#running--;
    if (this.#isRetired && this.#running === 0) this.#release();
  }

  #release(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.#onReleased(this.#lease.release());
  }
}
