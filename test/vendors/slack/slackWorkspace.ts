import type { VendorClock } from '../vendorClock.ts';

export interface SlackChannel {
  readonly id: string;
  readonly name: string;
  isArchived: boolean;
  /** Whether the bot may post in it. */
  isMember: boolean;
  /** Oldest first. */
  readonly messages: SlackMessage[];
}

export interface SlackMessage {
  /** Names the message within its channel: seconds and microseconds since 1970. */
  readonly ts: string;
  readonly user: string;
  readonly botId: string | null;
  text: string;
  readonly threadTs: string | null;
  readonly metadata: object | null;
}

/** What a message is to be. */
export interface MessageInput {
  readonly text: string;
  readonly threadTs?: string | null;
  readonly metadata?: object | null;
}

/** A failure as Slack names it, in an answer that has the status 200. */
export class SlackError extends Error {
  /** Such as `channel_not_found`. */
  readonly error: string;

  constructor(error: string) {
    super(error);
    this.error = error;
  }
}

export interface SlackWorkspaceOptions {
  readonly clock: VendorClock;
  /** Told each message that is posted, changed or deleted. */
  readonly onEvent: (channel: SlackChannel, event: object) => void;
}

const MAX_TEXT = 40_000;

/** The state of a Slack workspace. Whatever is posted, by the API or by a person, makes events. */
export class SlackWorkspace {
  readonly bot = { userId: 'U0SLUICEBOT', botId: 'B0SLUICEBOT', name: 'sluice' };
  readonly #options: SlackWorkspaceOptions;
  readonly #channels = new Map<string, SlackChannel>();
  #lastMicros = 0;

  constructor(options: SlackWorkspaceOptions) {
    this.#options = options;
    for (const name of ['general', 'sales', 'support']) this.addChannel(name);
  }

  addChannel(name: string): SlackChannel {
    const id = `C0${String(this.#channels.size + 1).padStart(8, '0')}`;
    const channel = { id, name, isArchived: false, isMember: true, messages: [] };
    this.#channels.set(id, channel);
    return channel;
  }

  get channels(): readonly SlackChannel[] {
    return [...this.#channels.values()];
  }

  /** By id, or by name with or without `#`. @throws SlackError `channel_not_found` */
  channel(idOrName: string): SlackChannel {
    const name = idOrName.replace(/^#/, '');
    const channel = this.#channels.get(idOrName) ?? this.channels.find((candidate) => candidate.name === name);
    if (!channel) throw new SlackError('channel_not_found');
    return channel;
  }

  /** As the bot, or as a person. @throws SlackError when the message or the channel does not allow it */
  post(channel: SlackChannel, input: MessageInput, user = this.bot.userId): SlackMessage {
    const isBot = user === this.bot.userId;
    if (channel.isArchived) throw new SlackError('is_archived');
    if (isBot && !channel.isMember) throw new SlackError('not_in_channel');
    if (input.text === '') throw new SlackError('no_text');
    if (input.text.length > MAX_TEXT) throw new SlackError('msg_too_long');
    const message: SlackMessage = {
      ts: this.#nextTs(),
      user,
      botId: isBot ? this.bot.botId : null,
      text: input.text,
      threadTs: input.threadTs ?? null,
      metadata: input.metadata ?? null,
    };
    channel.messages.push(message);
    this.#options.onEvent(channel, { ...presentMessage(message), channel: channel.id, event_ts: message.ts });
    return message;
  }

  /** @throws SlackError `message_not_found` */
  delete(channel: SlackChannel, ts: string): void {
    const index = channel.messages.findIndex((message) => message.ts === ts);
    if (index < 0) throw new SlackError('message_not_found');
    channel.messages.splice(index, 1);
    const event = { type: 'message', subtype: 'message_deleted', deleted_ts: ts, hidden: true, channel: channel.id };
    const eventTs = this.#nextTs();
    this.#options.onEvent(channel, { ...event, ts: eventTs, event_ts: eventTs });
  }

  /** Times are never given twice. */
  #nextTs(): string {
    this.#lastMicros = Math.max(this.#lastMicros + 1, this.#options.clock.now() * 1_000);
    const seconds = Math.floor(this.#lastMicros / 1_000_000);
    return `${seconds}.${String(this.#lastMicros % 1_000_000).padStart(6, '0')}`;
  }
}

/** A message as the API has it; its metadata only when asked for. */
export function presentMessage({ botId, threadTs, metadata, ...message }: SlackMessage, withMetadata = true) {
  return {
    type: 'message',
    ...message,
    ...(botId !== null && { bot_id: botId }),
    ...(threadTs !== null && { thread_ts: threadTs }),
    ...(withMetadata && metadata !== null && { metadata }),
  };
}
