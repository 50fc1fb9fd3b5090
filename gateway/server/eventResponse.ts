import type { ServerResponse } from 'node:http';
import type { GraphQLFormattedError } from 'graphql';
import type { OpenWork } from './openWork.ts';
import type { PresentedEvent, PresentedEvents, PresentedSubscriber } from './presentEvents.ts';
import { SubscriberTooSlowError } from './subscriberTooSlow.ts';

/** How long a client that was too slow may take to read what waits, and that it was. */
const CUT_OFF_MS = 30_000;

/** How a stream of events is written into an HTTP response. Everything is text that is written as it stands. */
export interface EventFormat {
  readonly contentType: string;
  /** Written at once, so that the client knows that its subscription stands. */
  readonly opening: string;
  /** Written after `heartbeatMs` in which nothing else was, so that no proxy takes the connection for dead. */
  readonly heartbeat: string;
  readonly heartbeatMs: number;
  next(event: PresentedEvent): string;
  /** Written when the events came to their end. */
  readonly completion: string;
  /** Written instead when the last event failed for a reason that may pass: the client should come back. */
  readonly interruption: string;
  /** Written, and nothing after it, when the iteration itself failed. */
  failure(error: GraphQLFormattedError): string;
  /** Written, and nothing after it, when the server closes. */
  readonly goingAway: string;
}

/** Answers with one result only, in the shape of a stream. */
export function respondWithOneEvent(response: ServerResponse, format: EventFormat, event: PresentedEvent): void {
  writeHead(response, format);
  response.end(format.opening + format.next(event) + format.completion);
}

/** What a response of events depends on beside the events. */
export interface EventResponseOptions {
  readonly work: OpenWork;
  /** Bytes that may wait for the client; past them the response ends. */
  readonly maxQueuedBytes: number;
}

/**
 * Writes events as they come, until they end, the client goes or the server closes, and resolves when the response has
 * closed. While the client takes less than is written it is not ready, which holds up no one who shares its events; when
 * too much waits for it, the response ends with `SUBSCRIBER_TOO_SLOW`.
 */
export async function respondWithEvents(
  response: ServerResponse,
  format: EventFormat,
  events: PresentedEvents,
  options: EventResponseOptions,
): Promise<void> {
  if (response.closed) return;
  writeHead(response, format);
  response.write(format.opening);
  const subscriber = new ResponseSubscriber(response, format, options.maxQueuedBytes);
  const subscription = events.subscribe(subscriber);
  subscriber.onCutOff = () => subscription.unsubscribe();
  response.on('drain', () => subscription.ready());
  const done = options.work.begin(() => subscriber.endWith(format.goingAway));
  await new Promise((resolve) => response.once('close', resolve));
  subscription.unsubscribe();
  subscriber.endWith('');
  done();
}

class ResponseSubscriber implements PresentedSubscriber {
  /** Called when too much waits for the client. */
  onCutOff: () => void = () => {};
  readonly #response: ServerResponse;
  readonly #format: EventFormat;
  readonly #maxQueuedBytes: number;
  readonly #heartbeat: NodeJS.Timeout;
  #isInterrupted = false;

  constructor(response: ServerResponse, format: EventFormat, maxQueuedBytes: number) {
    this.#response = response;
    this.#format = format;
    this.#maxQueuedBytes = maxQueuedBytes;
    this.#heartbeat = setTimeout(() => {
      if (this.isReady) response.write(format.heartbeat);
      this.#heartbeat.refresh();
    }, format.heartbeatMs);
  }

  get isReady(): boolean {
    return !this.#response.writableNeedDrain;
  }

  deliver(event: PresentedEvent): void {
    const response = this.#response;
    if (response.writableEnded) return;
    response.write(event.encodedBy(this.#format));
    this.#heartbeat.refresh();
    this.#isInterrupted = mayPass(event);
    if (response.writableLength > this.#maxQueuedBytes) this.#cutOff();
  }

  end(error?: GraphQLFormattedError): void {
    const { failure, interruption, completion } = this.#format;
    if (error) this.endWith(failure(error));
    else this.endWith(this.#isInterrupted ? interruption : completion);
  }

  /** Writes no more than `text`. */
  endWith(text: string): void {
    clearTimeout(this.#heartbeat);
    if (!this.#response.writableEnded) this.#response.end(text);
  }

  #cutOff(): void {
    this.onCutOff();
    this.endWith(this.#format.failure(new SubscriberTooSlowError().toJSON()));
    const response = this.#response;
    const giveUp = setTimeout(() => response.destroy(), CUT_OFF_MS);
    response.once('close', () => clearTimeout(giveUp));
  }
}

function writeHead(response: ServerResponse, { contentType }: EventFormat): void {
  response.writeHead(200, {
    'content-type': contentType,
    'cache-control': 'no-store',
    // Read by nginx, which would otherwise collect events until its buffer is full.
    'x-accel-buffering': 'no',
  });
}

function mayPass({ result }: PresentedEvent): boolean {
  return !result.data && (result.errors ?? []).some((error) => error.extensions?.retryable === true);
}
