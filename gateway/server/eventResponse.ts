import type { ServerResponse } from 'node:http';
import type { GraphQLFormattedError } from 'graphql';
import type { OpenWork } from './openWork.ts';
import { PresentedError, type PresentedEvent, type PresentedEvents } from './presentEvents.ts';

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

/**
 * Writes events as they come, until they end, the client goes or the server closes; then the iteration is ended, at
 * once even while an event is awaited. The next event is pulled only when the last was taken off our hands: a slow
 * client holds up its own subscription and costs one event of memory.
 */
export async function respondWithEvents(
  response: ServerResponse,
  format: EventFormat,
  events: PresentedEvents,
  work: OpenWork,
): Promise<void> {
  writeHead(response, format);
  response.write(format.opening);
  const heartbeat = setTimeout(() => {
    if (!response.writableNeedDrain) response.write(format.heartbeat);
    heartbeat.refresh();
  }, format.heartbeatMs);
  const endWith = (text: string): void => {
    clearTimeout(heartbeat);
    if (!response.writableEnded) response.end(text);
  };
  const done = work.begin(() => endWith(format.goingAway));
  try {
    // Together, since the events may be silent long after the response has closed.
    await Promise.all([writeEvents(response, format, events, heartbeat, endWith), endOnClose(response, events)]);
  } finally {
    clearTimeout(heartbeat);
    done();
  }
}

async function writeEvents(
  response: ServerResponse,
  format: EventFormat,
  events: PresentedEvents,
  heartbeat: NodeJS.Timeout,
  endWith: (text: string) => void,
): Promise<void> {
  let interrupted = false;
  try {
    while (!response.writableEnded && !response.closed) {
      const { done, value } = await events.next();
      if (done) endWith(interrupted ? format.interruption : format.completion);
      else if (!response.writableEnded && !response.write(format.next(value))) await taken(response);
      if (!response.writableEnded) heartbeat.refresh();
      interrupted = !done && mayPass(value);
    }
  } catch (error) {
    if (!(error instanceof PresentedError)) throw error;
    endWith(format.failure(error.presented));
  }
}

async function endOnClose(response: ServerResponse, events: PresentedEvents): Promise<void> {
  if (!response.closed) await new Promise((resolve) => response.once('close', resolve));
  await events.return();
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

/** Resolves when what was written has gone out, or never will. */
function taken(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      response.off('drain', settle).off('close', settle);
      resolve();
    };
    if (response.closed) resolve();
    else response.once('drain', settle).once('close', settle);
  });
}
