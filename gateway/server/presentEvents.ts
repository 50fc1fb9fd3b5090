import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { GraphQLError } from 'graphql';
import type {
  EventStream,
  EventSubscriber,
  EventSubscription,
  StreamedEvent,
} from '../federation/subscriptions/eventStream.ts';
import type { ErrorPresenter } from './presentError.ts';
import { resultText } from './resultText.ts';

/** Writes an event as one transport has it. */
export interface EventEncoder {
  next(event: PresentedEvent): string | Buffer;
}

/** A {@link StreamedEvent} whose errors have been decided on. All who get the event get the same object. */
export class PresentedEvent {
  readonly result: FormattedExecutionResult;
  readonly cursor: string | undefined;
  readonly #encoded = new Map<EventEncoder, Buffer>();
  #json: string | undefined;

  constructor(result: FormattedExecutionResult, cursor?: string) {
    this.result = result;
    this.cursor = cursor;
  }

  /** The result as JSON, made once. */
  get json(): string {
    this.#json ??= resultText(this.result).text;
    return this.#json;
  }

  /** The bytes that an encoder makes of the event, made once however many get them. Nobody may change them. */
  encodedBy(encoder: EventEncoder): Buffer {
    const known = this.#encoded.get(encoder);
    if (known) return known;
    const encoded = encoder.next(this);
    const bytes = typeof encoded === 'string' ? Buffer.from(encoded) : encoded;
    this.#encoded.set(encoder, bytes);
    return bytes;
  }
}

/** A failure as the client may see it; it prints as exactly that. */
export class PresentedError extends GraphQLError {
  readonly presented: GraphQLFormattedError;

  constructor(presented: GraphQLFormattedError) {
    super(presented.message, { extensions: presented.extensions ?? {} });
    this.presented = presented;
  }

  override toJSON(): GraphQLFormattedError {
    return this.presented;
  }
}

/** Who writes the events of a subscription to a client; see `EventSubscriber`. */
export interface PresentedSubscriber {
  deliver(event: PresentedEvent): void;
  end(error?: GraphQLFormattedError): void;
  readonly isReady: boolean;
}

/** The events of a subscription on their way to the client. */
export interface PresentedEvents {
  subscribe(subscriber: PresentedSubscriber): EventSubscription;
}

/**
 * Decides what clients see of the errors in events: those never pass through Apollo Server, which formats the first
 * answer only. It decides once for each event and each failure, however many subscribers share it.
 */
export class EventPresenter {
  readonly #present: ErrorPresenter;
  readonly #events = new WeakMap<StreamedEvent, PresentedEvent>();
  readonly #failures = new WeakMap<object, GraphQLFormattedError>();

  constructor(present: ErrorPresenter) {
    this.#present = present;
  }

  present(events: EventStream): PresentedEvents {
    return { subscribe: (subscriber) => events.subscribe(new PresentingSubscriber(this, subscriber)) };
  }

  presentEvent(event: StreamedEvent): PresentedEvent {
    const known = this.#events.get(event);
    if (known) return known;
    const { errors, ...rest } = event.result;
    const result = errors ? { errors: errors.map(this.#present), ...rest } : rest;
    const presented = new PresentedEvent(result, event.cursor);
    this.#events.set(event, presented);
    return presented;
  }

  presentFailure(error: unknown): GraphQLFormattedError {
    if (typeof error !== 'object' || error === null) return this.#present(error);
    const presented = this.#failures.get(error) ?? this.#present(error);
    this.#failures.set(error, presented);
    return presented;
  }
}

/** An object rather than closures, which would keep the stream, and with it all that admitted the subscription. */
class PresentingSubscriber implements EventSubscriber {
  readonly #presenter: EventPresenter;
  readonly #subscriber: PresentedSubscriber;

  constructor(presenter: EventPresenter, subscriber: PresentedSubscriber) {
    this.#presenter = presenter;
    this.#subscriber = subscriber;
  }

  get isReady(): boolean {
    return this.#subscriber.isReady;
  }

  deliver(event: StreamedEvent): void {
    this.#subscriber.deliver(this.#presenter.presentEvent(event));
  }

  end(error?: unknown): void {
    this.#subscriber.end(error === undefined ? undefined : this.#presenter.presentFailure(error));
  }
}
