import type { EventSubscriber, EventSubscription, StreamedEvent } from './eventStream.ts';
import { RecentEvents } from './recentEvents.ts';
import type { SubscriptionSource } from './subscriptionSource.ts';

/** A subscriber in a channel, or on its way into one. */
export class ChannelMember implements EventSubscription {
  readonly subscriber: EventSubscriber;
  #channel: EventChannel | undefined;
  #hasLeft = false;

  constructor(subscriber: EventSubscriber) {
    this.subscriber = subscriber;
  }

  get hasLeft(): boolean {
    return this.#hasLeft;
  }

  enter(channel: EventChannel): void {
    this.#channel = channel;
  }

  ready(): void {
    this.#channel?.readOn();
  }

  unsubscribe(): void {
    this.#hasLeft = true;
    this.#channel?.remove(this);
    this.#channel = undefined;
  }

  /** Tells the subscriber that it was the last event. */
  end(error?: unknown): void {
    if (this.#hasLeft) return;
    this.#hasLeft = true;
    this.#channel = undefined;
    this.subscriber.end(error);
  }
}

/** What a channel asks those for that carry the same events. */
export interface ChannelGroup {
  /** Another channel that has sent the event of this cursor and still has it. */
  ahead(channel: EventChannel, cursor: string): EventChannel | undefined;
  /** The channel has closed. */
  remove(channel: EventChannel): void;
}

/**
 * One upstream, whose events are completed once and given to all members. It is read while some member has room, so that
 * the fastest sets the pace: whom that leaves behind must let go.
 *
 * Channels of one group carry the same events and may be at different places. As soon as one comes to an event that
 * another has sent, its members go on there: they get what the other has sent since, and the upstream is closed.
 */
export class EventChannel {
  /** Whether somebody who wants the events as of now may join. */
  isLive: boolean;
  readonly recent: RecentEvents;
  /** Settles when the upstream has ended. */
  readonly closed: Promise<void>;
  readonly #group: ChannelGroup;
  readonly #members = new Set<ChannelMember>();
  readonly #ending = new AbortController();
  #source: SubscriptionSource;
  #release: () => void;
  #wake: () => void = () => {};

  /** @param release lets go of what the source needs */
  constructor(group: ChannelGroup, source: SubscriptionSource, release: () => void) {
    this.#group = group;
    this.#source = source;
    this.#release = release;
    this.isLive = source.after === undefined;
    this.recent = new RecentEvents(source.after === undefined ? undefined : String(source.after));
    // Not before the first member is in.
    this.closed = Promise.resolve().then(() => this.#run());
  }

  /** Takes a member in, after the events that it has missed. */
  add(member: ChannelMember, missed: readonly StreamedEvent[]): void {
    this.#members.add(member);
    member.enter(this);
    for (const event of missed) {
      if (!this.#members.has(member)) return;
      member.subscriber.deliver(event);
    }
    this.readOn();
  }

  remove(member: ChannelMember): void {
    if (!this.#members.delete(member)) return;
    if (this.#members.size === 0) this.#close();
    else this.readOn();
  }

  /** Reads on if some member has room. */
  readOn(): void {
    this.#wake();
  }

  /** Completes the events from now on as `source` does, whose upstream is the same. */
  continueWith(source: SubscriptionSource, release: () => void): void {
    this.#release();
    this.#source = source;
    this.#release = release;
  }

  /** Closes the upstream, and tells the members that no event comes any more, or why. */
  end(error?: unknown): void {
    const members = [...this.#members];
    this.#members.clear();
    this.#close();
    for (const member of members) member.end(error);
  }

  async #run(): Promise<void> {
    const { signal } = this.#ending;
    try {
      await this.#untilReady();
      if (signal.aborted) return;
      for await (const upstream of this.#source.open(signal)) {
        const event = await this.#source.complete(upstream, signal);
        if (signal.aborted) return;
        this.#publish(event);
        await this.#untilReady();
        if (signal.aborted) return;
      }
      this.end();
    } catch (error) {
      if (!signal.aborted) this.end(error);
    } finally {
      this.#release();
    }
  }

  #publish(event: StreamedEvent): void {
    const { cursor } = event;
    if (this.#source.isResumable && cursor !== undefined) {
      const ahead = this.#group.ahead(this, cursor);
      if (ahead) {
        this.#mergeInto(ahead, cursor);
        return;
      }
      this.recent.add(cursor, event);
    }
    for (const { subscriber } of this.#members) subscriber.deliver(event);
  }

  #mergeInto(other: EventChannel, cursor: string): void {
    const members = [...this.#members];
    this.#members.clear();
    this.#close();
    other.isLive ||= this.isLive;
    const missed = other.recent.from(cursor);
    for (const member of members) other.add(member, missed);
  }

  async #untilReady(): Promise<void> {
    while (!this.#ending.signal.aborted && !this.#isSomebodyReady()) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #isSomebodyReady(): boolean {
    for (const { subscriber } of this.#members) if (subscriber.isReady) return true;
    return false;
  }

  #close(): void {
    this.#group.remove(this);
    this.#ending.abort();
    this.#wake();
  }
}
