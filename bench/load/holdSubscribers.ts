import { setTimeout as delay } from 'node:timers/promises';
import { RawSubscriber } from './rawSubscriber.ts';

/** Connections that are being opened at a time. */
const OPENED_AT_ONCE = 100;
/** How long what is due may take. */
const PATIENCE_MS = 60_000;

/** The equal subscriptions that this process holds, a socket each. */
let held: readonly RawSubscriber[] = [];
/** How many frames each had got when events were last counted anew. */
let marks: readonly number[] = [];
let frames = 0;
let lastFrameAt = 0;

export interface HeldFigures {
  /** Events that have arrived, over all subscriptions. */
  readonly events: number;
  /** How many of the subscriptions have got an event. */
  readonly begun: number;
  /** When the last event arrived, in milliseconds since 1970, with fractions. */
  readonly lastEventAt: number;
  /** An event as one of them got it, without the frame's header. */
  readonly message: string;
}

/** Opens so many more subscriptions, and resolves when the operation of each is sent. */
export async function openSubscribers(options: { url: string; query: string; count: number }): Promise<void> {
  const url = new URL(options.url);
  const onFrame = (): void => {
    frames++;
    lastFrameAt = performance.timeOrigin + performance.now();
  };
  for (let opened = 0; opened < options.count; opened += OPENED_AT_ONCE) {
    const count = Math.min(OPENED_AT_ONCE, options.count - opened);
    const batch = Array.from({ length: count }, () => new RawSubscriber(url, onFrame));
    held = [...held, ...batch];
    await Promise.all(batch.map((subscriber) => subscriber.subscribe(options.query)));
  }
}

export async function countEvents(): Promise<HeldFigures> {
  const message = held[0]?.lastFrame.toString() ?? '';
  return {
    // The first frame of each was the answer to its initialisation.
    events: frames - held.length,
    begun: held.filter((subscriber) => subscriber.frames > 1).length,
    lastEventAt: lastFrameAt,
    message: message.slice(message.indexOf('{')),
  };
}

/** From now on {@link receiveEvents} counts anew: a subscription that began later than others has got fewer. */
export async function markEvents(): Promise<void> {
  marks = held.map((subscriber) => subscriber.frames);
}

/** Resolves when each subscription has received so many events since {@link markEvents}. */
export async function receiveEvents({ events }: { events: number }): Promise<HeldFigures> {
  const giveUp = new AbortController();
  const late = delay(PATIENCE_MS, undefined, giveUp).then(() => {
    throw new Error(`Not every subscription has received ${events} events in ${PATIENCE_MS} ms.`);
  });
  late.catch(() => {});
  try {
    const received = held.map((subscriber, index) => subscriber.received((marks[index] ?? 0) + events));
    await Promise.race([Promise.all(received), late]);
  } finally {
    giveUp.abort();
  }
  return countEvents();
}

export async function closeSubscribers(): Promise<void> {
  for (const subscriber of held) subscriber.close();
  held = [];
  frames = 0;
}
