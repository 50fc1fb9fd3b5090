import type { GraphQLFormattedError } from 'graphql';
import type { EventSubscription } from '../federation/subscriptions/eventStream.ts';
import { nextFrameEncoder, nextFrameEnd } from './nextFrame.ts';
import {
  PresentedError,
  type PresentedEvent,
  type PresentedEvents,
  type PresentedSubscriber,
} from './presentEvents.ts';
import type { SocketWriter } from './socketWriter.ts';

/**
 * One subscription on a socket. To graphql-ws, which keeps the socket's operations, it is an iteration without items: it
 * begins, ends, fails or is left. The events go past it, straight from the bytes that all subscribers share: by the
 * library's own way each would be an object, a text and a frame of its own for every subscriber.
 */
export class SocketSubscription implements PresentedSubscriber, AsyncGenerator<never, void, void> {
  /** Let go of once subscribed to: with it goes all that admitted the subscription. */
  #events: PresentedEvents | undefined;
  readonly #writer: SocketWriter;
  readonly #frameEnd: Buffer;
  #subscription: EventSubscription | undefined;
  #settle: ((error?: GraphQLFormattedError) => void) | undefined;
  #isOver = false;

  constructor(id: string, events: PresentedEvents, writer: SocketWriter) {
    this.#events = events;
    this.#writer = writer;
    this.#frameEnd = nextFrameEnd(id);
  }

  get isReady(): boolean {
    return this.#writer.isReady;
  }

  deliver(event: PresentedEvent): void {
    const end = this.#frameEnd;
    this.#writer.write(event.encodedBy(nextFrameEncoder(end.length)), end);
  }

  end(error?: GraphQLFormattedError): void {
    this.#isOver = true;
    this.#writer.remove(this);
    this.#settle?.(error);
  }

  /** Tells that the socket has room again. */
  ready(): void {
    this.#subscription?.ready();
  }

  /** Ends the subscription from this side. */
  leave(): void {
    if (this.#isOver) return;
    this.#subscription?.unsubscribe();
    this.end();
  }

  /** Settles when the events are over. */
  next(): Promise<IteratorReturnResult<void>> {
    return new Promise((resolve, reject) => {
      this.#settle = (error) => (error ? reject(new PresentedError(error)) : resolve({ done: true, value: undefined }));
      if (this.#isOver) {
        this.#settle();
        return;
      }
      this.#writer.add(this);
      this.#subscription = this.#events?.subscribe(this);
      this.#events = undefined;
    });
  }

  async return(): Promise<IteratorReturnResult<void>> {
    this.leave();
    return { done: true, value: undefined };
  }

  async throw(error: unknown): Promise<never> {
    this.leave();
    throw error;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.leave();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
