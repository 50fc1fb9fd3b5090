import { percentile } from '../statistics.ts';
import { Mutator } from './mutator.ts';
import type { Subscriber } from './subscriber.ts';
import { Subscribers } from './subscribers.ts';

export interface ChangeLoad {
  /** Without a path. */
  readonly url: string;
  /** Takes `$id: ID!` and `$value: String!`. */
  readonly mutation: string;
  /** Records to change; as many mutations run at a time when throughput is measured. */
  readonly ids: readonly string[];
  /** Tells every change that `mutation` makes. */
  readonly subscription: string;
  readonly seconds: number;
}

export interface LatencyFigures {
  /** From sending the mutation until the event was on the subscriber's socket. */
  readonly eventP50Ms: number;
  readonly eventP99Ms: number;
  /** From sending the mutation until its answer had come: it is committed by then. */
  readonly answerP50Ms: number;
  /** From the mutation's answer until the event; below zero when the event comes first. */
  readonly answerToEventP50Ms: number;
  /** An answer and an event, as they came. */
  readonly answer: string;
  readonly frame: string;
}

/** One change at a time, and one subscriber. */
export async function measureLatency(load: ChangeLoad): Promise<LatencyFigures> {
  await using mutator = new Mutator(load);
  await using subscribers = await Subscribers.open(load.url, load.subscription, 1, mutator);
  const [subscriber] = subscribers.all as readonly [Subscriber];
  const eventMs: number[] = [];
  const answerMs: number[] = [];
  const answerToEventMs: number[] = [];
  const endAt = performance.now() + load.seconds * 1000;
  while (performance.now() < endAt) {
    const before = subscribers.events;
    const sentAt = performance.now();
    await mutator.change();
    const answeredAt = performance.now();
    await subscribers.received(before, 1);
    eventMs.push(subscriber.lastEventAt - sentAt);
    answerMs.push(answeredAt - sentAt);
    answerToEventMs.push(subscriber.lastEventAt - answeredAt);
  }
  return {
    eventP50Ms: percentile(eventMs, 50),
    eventP99Ms: percentile(eventMs, 99),
    answerP50Ms: percentile(answerMs, 50),
    answerToEventP50Ms: percentile(answerToEventMs, 50),
    answer: mutator.lastAnswer,
    frame: subscriber.lastFrame,
  };
}

export interface ThroughputFigures {
  readonly changesPerSecond: number;
  /** Over all subscribers. */
  readonly eventsPerSecond: number;
}

/**
 * As many changes as the server takes; the time ends when the last subscriber has the last event.
 *
 * @throws Error when a subscriber does not receive every change
 */
export async function measureThroughput(load: ChangeLoad & { subscribers: number }): Promise<ThroughputFigures> {
  await using mutator = new Mutator(load);
  await using subscribers = await Subscribers.open(load.url, load.subscription, load.subscribers, mutator);
  const before = subscribers.events;
  const startedAt = performance.now();
  const endAt = startedAt + load.seconds * 1000;
  let changes = 0;
  const changing = load.ids.map(async () => {
    while (performance.now() < endAt) {
      await mutator.change();
      changes++;
    }
  });
  await Promise.all(changing);
  await subscribers.received(before, changes);
  const seconds = (subscribers.lastEventAt - startedAt) / 1000;
  return { changesPerSecond: changes / seconds, eventsPerSecond: (changes * load.subscribers) / seconds };
}
