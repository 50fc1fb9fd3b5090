import { STREAM, type StreamedEvent, type StreamingResult } from './eventStream.ts';
import { executeOperation, type OperationRequest } from './executeOperation.ts';
import type { SupergraphState } from './supergraph.ts';
import type { TransportLease } from './transportPool.ts';

type EventStream = AsyncGenerator<StreamedEvent, void, void>;

/**
 * One supergraph in use, with its transports. After a reload it lives on until its last operation has ended, its
 * subscriptions included, and then gives its transports back.
 */
export class Generation {
  readonly state: SupergraphState;
  readonly #lease: TransportLease;
  readonly #onReleased: (released: Promise<void>) => void;
  readonly #streams = new Set<EventStream>();
  #running = 0;
  #isRetired = false;

  /** @param onReleased is told when the transports are given back; the promise is rejected if one cannot be closed. */
  constructor(state: SupergraphState, lease: TransportLease, onReleased: (released: Promise<void>) => void) {
    this.state = state;
    this.#lease = lease;
    this.#onReleased = onReleased;
  }

  async execute(request: Omit<OperationRequest, 'state' | 'transports'>): Promise<StreamingResult> {
    this.#running++;
    let events: EventStream | undefined;
    try {
      const result = await executeOperation({ ...request, state: this.state, transports: this.#lease.transports });
      events = result[STREAM];
      return events ? { ...result, [STREAM]: this.#track(events, request.context.signal) } : result;
    } finally {
      if (!events) this.#finishOne();
    }
  }

  /** No new operation comes: releases the transports once the last one has ended. */
  retire(): void {
    this.#isRetired = true;
    if (this.#running === 0) this.#onReleased(this.#lease.release());
  }

  /** Ends the subscriptions and releases the transports, whatever else still runs. */
  async close(): Promise<void> {
    await Promise.all([...this.#streams].map((events) => events.return()));
    this.#isRetired = true;
    await this.#lease.release();
  }

  #finishOne(): void {
    this.#running--;
    if (this.#isRetired && this.#running === 0) this.#onReleased(this.#lease.release());
  }

  /** The same events, counted as running until they have ended, whichever side ends them. */
  #track(events: EventStream, signal: AbortSignal): EventStream {
    const finish = (): void => {
      signal.removeEventListener('abort', finish);
      if (this.#streams.delete(tracked)) this.#finishOne();
    };
    const watch = async (pending: Promise<IteratorResult<StreamedEvent, void>>) => {
      try {
        const result = await pending;
        if (result.done) finish();
        return result;
      } catch (error) {
        finish();
        throw error;
      }
    };
    const tracked: EventStream = {
      next: () => watch(events.next()),
      return: () => watch(events.return()),
      throw: (error) => watch(events.throw(error)),
      [Symbol.asyncIterator]: () => tracked,
      [Symbol.asyncDispose]: async () => {
        await tracked.return();
      },
    };
    this.#streams.add(tracked);
    signal.addEventListener('abort', finish, { once: true });
    if (signal.aborted) finish();
    return tracked;
  }
}
