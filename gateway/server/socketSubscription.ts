import type { GraphQLFormattedError } from 'graphql';
import type { EventSubscription } from '../federation/subscriptions/eventStream.ts';
import { nextFrameEncoder, nextFrameEnd } from './nextFrame.ts';
import type { PresentedEvent, PresentedEvents, PresentedSubscriber } from './presentEvents.ts';
import type { SocketWriter } from './socketWriter.ts';

/** Who is told that a subscription's events are over. */
interface SubscriptionOwner {
  onEnd(id: string, error: GraphQLFormattedError | undefined): void;
}

/** One subscription on a socket, which writes the bytes that all who share its events get. */
export class SocketSubscription implements PresentedSubscriber {
  readonly #id: string;
  readonly #frameEnd: Buffer;
  readonly #writer: SocketWriter;
  readonly #owner: SubscriptionOwner;
  #subscription: EventSubscription | undefined;

  constructor(id: string, writer: SocketWriter, owner: SubscriptionOwner) {
    this.#id = id;
    this.#frameEnd = nextFrameEnd(id);
    this.#writer = writer;
    this.#owner = owner;
  }

  /** Subscribes; the events are not held on to, nor all that admitted the subscription. */
  begin(events: PresentedEvents): void {
    this.#subscription = events.subscribe(this);
  }

  get isReady(): boolean {
    return this.#writer.isReady;
  }

  deliver(event: PresentedEvent): void {
    const end = this.#frameEnd;
    this.#writer.write(event.encodedBy(nextFrameEncoder(end.length)), end);
  }

  end(error?: GraphQLFormattedError): void {
    this.#owner.onEnd(this.#id, error);
  }

  /** Tells that the socket has room again. */
  ready(): void {
    this.#subscription?.ready();
  }

  /** Ends the subscription from this side. */
  leave(): void {
    this.#subscription?.unsubscribe();
  }
}
