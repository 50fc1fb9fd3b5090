import { SluiceError } from '../../../subgraphs/kit/errors.ts';
import { ChannelMember, EventChannel } from './eventChannel.ts';
import type { EventStream, EventSubscriber, EventSubscription, StreamedEvent } from './eventStream.ts';
import type { SubscriptionSource } from './subscriptionSource.ts';

/** Equal subscriptions: channels with the same events, at different places. Mostly it is one. */
class SubscriptionGroup<Source extends SubscriptionSource> {
  source: Source;
  readonly channels = new Set<EventChannel>();
  readonly #onEmpty: () => void;

  constructor(source: Source, onEmpty: () => void) {
    this.source = source;
    this.#onEmpty = onEmpty;
  }

  ahead(channel: EventChannel, cursor: string): EventChannel | undefined {
    for (const other of this.channels) if (other !== channel && other.recent.has(cursor)) return other;
    return undefined;
  }

  remove(channel: EventChannel): void {
    this.channels.delete(channel);
    if (this.channels.size === 0) this.#onEmpty();
  }

  /** A channel that can go on where the subscriber left off, and what it has missed there. */
  find({ after }: Source): { channel: EventChannel; missed: readonly StreamedEvent[] } | undefined {
    for (const channel of this.channels) {
      const missed = after === undefined ? channel.isLive && [] : channel.recent.after(String(after));
      if (missed) return { channel, missed };
    }
    return undefined;
  }
}

/**
 * Lets equal subscriptions share one upstream, one execution and one event object for each change. Whoever resumes gets
 * each event once and in order: from a channel that still has what was missed, or from one opened after the cursor, which
 * becomes one with the others as soon as it comes to an event that these have sent.
 *
 * With the last subscriber of an upstream the upstream is closed.
 */
export class SubscriptionHub<Source extends SubscriptionSource> {
  readonly #shared = new Map<string, SubscriptionGroup<Source>>();
  readonly #groups = new Set<SubscriptionGroup<Source>>();
  readonly #closing = new Set<Promise<void>>();

  /** How many upstreams are open. */
  get upstreams(): number {
    let upstreams = 0;
    for (const { channels } of this.#groups) upstreams += channels.size;
    return upstreams;
  }

  stream(source: Source): EventStream {
    return {
      subscribe: (subscriber: EventSubscriber): EventSubscription => {
        const member = new ChannelMember(subscriber);
        queueMicrotask(() => this.#join(source, member));
        return member;
      },
    };
  }

  /**
   * Goes on with other sources, after a reload. A group for which `renew` has none ends with `SUBSCRIPTION_OUTDATED`; its
   * subscribers can subscribe again, after their last cursor, and learn what is the matter.
   */
  renew(renew: (source: Source) => Source | undefined): void {
    const groups = [...this.#groups];
    this.#shared.clear();
    for (const group of groups) {
      const renewed = renew(group.source);
      const key = renewed?.sharingKey;
      const channels = [...group.channels];
      if (renewed) group.source = renewed;
      if (key !== undefined && channels.length > 0) this.#shared.set(key, group);
      for (const channel of channels) {
        const release = renewed?.retain();
        if (renewed && release) channel.continueWith(renewed, release);
        else channel.end(outdated());
      }
    }
  }

  /** Ends all subscriptions as if their events had come to an end, and resolves when every upstream has ended. */
  async close(): Promise<void> {
    for (const { channels } of [...this.#groups]) for (const channel of [...channels]) channel.end();
    await Promise.all(this.#closing);
  }

  #join(source: Source, member: ChannelMember): void {
    if (member.hasLeft) return;
    const group = this.#groupOf(source);
    const found = group.find(source);
    if (found) {
      found.channel.add(member, found.missed);
      return;
    }
    const release = source.retain();
    if (!release) {
      if (group.channels.size === 0) this.#remove(group);
      member.end(outdated());
      return;
    }
    const channel = new EventChannel(group, source, release);
    group.channels.add(channel);
    this.#closing.add(channel.closed);
    channel.closed.finally(() => this.#closing.delete(channel.closed));
    channel.add(member, []);
  }

  #groupOf(source: Source): SubscriptionGroup<Source> {
    const { sharingKey } = source;
    const known = sharingKey === undefined ? undefined : this.#shared.get(sharingKey);
    if (known) return known;
    const group: SubscriptionGroup<Source> = new SubscriptionGroup(source, () => this.#remove(group));
    this.#groups.add(group);
    if (sharingKey !== undefined) this.#shared.set(sharingKey, group);
    return group;
  }

  #remove(group: SubscriptionGroup<Source>): void {
    this.#groups.delete(group);
    const { sharingKey } = group.source;
    if (sharingKey !== undefined && this.#shared.get(sharingKey) === group) this.#shared.delete(sharingKey);
  }
}

function outdated(): SluiceError {
  return new SluiceError(
    'SUBSCRIPTION_OUTDATED',
    'The supergraph was reloaded, and the subscription cannot go on as it began. Subscribe again, after the last cursor.',
  );
}
