import { startEmulator, type VendorEmulator, type VendorRequest, type VendorResponse } from '../emulator.ts';
import { RateLimit } from '../rateLimit.ts';
import { hastyClock, type VendorClock } from '../vendorClock.ts';
import { WebhookSender } from '../webhookSender.ts';
import { createEventSender, slackRetries, TEAM_ID, verifyEventUrl } from './slackEvents.ts';
import { presentMessage, type SlackChannel, SlackError, SlackWorkspace } from './slackWorkspace.ts';

export interface SlackOptions {
  /** @default `xoxb-emulated` */
  readonly botToken?: string;
  /** What the token may do. @default all that Sluice needs */
  readonly scopes?: readonly string[];
  /** What events are signed with. @default `slack-signing-secret` */
  readonly signingSecret?: string;
  /** @default the real time; minutes between two tries of an event are milliseconds */
  readonly clock?: VendorClock;
  /** Messages to one channel within ten seconds: one a second, and short bursts. @default 10 */
  readonly messagesPerTenSeconds?: number;
  /** @default 50 */
  readonly historiesPerMinute?: number;
}

/** Slack's Web API with its state, in which a test may post as a person would. */
export interface SlackEmulator extends VendorEmulator {
  readonly workspace: SlackWorkspace;
  readonly botToken: string;
  readonly signingSecret: string;
  /** Whether the endpoint answers Slack's challenge, as it must before events come. */
  verifyEventUrl(url: string): Promise<boolean>;
}

/** The arguments of a call, each a text. */
type Arguments = Readonly<Record<string, string>>;
type Method = (args: Arguments) => object;

const MAX_PAGE = 999;

const SCOPES = ['chat:write', 'channels:read', 'groups:read', 'channels:history', 'groups:history'];

/** Starts Slack: messages, channels, history, and events of messages. Its methods are called at `<url>/api/`. */
export async function startSlack(options: SlackOptions = {}): Promise<SlackEmulator> {
  const { botToken = 'xoxb-emulated', signingSecret = 'slack-signing-secret', clock = hastyClock(1_000) } = options;
  const { scopes = SCOPES, messagesPerTenSeconds = 10, historiesPerMinute = 50 } = options;
  const webhooks = new WebhookSender({ clock, retries: slackRetries });
  const workspace = new SlackWorkspace({ clock, onEvent: createEventSender(webhooks, clock, signingSecret) });
  const histories = new RateLimit(clock, historiesPerMinute, 60_000);
  const postings = new Map<string, RateLimit>();
  const methods = workspaceMethods(workspace);

  function limitOf(method: string, args: Arguments): RateLimit | undefined {
    if (method === 'conversations.history') return histories;
    if (method !== 'chat.postMessage') return undefined;
    const channel = args.channel ?? '';
    const limit = postings.get(channel) ?? new RateLimit(clock, messagesPerTenSeconds, 10_000);
    postings.set(channel, limit);
    return limit;
  }

  function handle(request: VendorRequest): VendorResponse {
    const name = request.path.replace(/^\/api\//, '');
    const args = readArguments(request);
    const token = args.token ?? request.headers.authorization?.replace('Bearer ', '');
    if (token === undefined) return refusal('not_authed');
    if (token !== botToken) return refusal('invalid_auth');
    const limit = limitOf(name, args);
    if (limit?.exceeds()) return rateLimited(limit.secondsLeft);
    const method = methods[name];
    if (!method) return refusal('unknown_method');
    try {
      // https://docs.slack.dev/authentication/installing-with-oauth#scopes
      return { status: 200, headers: { 'x-oauth-scopes': scopes.join(',') }, body: { ok: true, ...method(args) } };
    } catch (error) {
      if (error instanceof SlackError) return refusal(error.error);
      throw error;
    }
  }

  const failed = () => ({ status: 500, headers: { 'content-type': 'text/plain' }, body: 'Internal Server Error' });
  const emulator = await startEmulator(() => ({ handle, throttled: () => rateLimited(1), failed }), webhooks);
  return Object.assign(emulator, {
    workspace,
    botToken,
    signingSecret,
    verifyEventUrl: (url: string) => verifyEventUrl(url, signingSecret, clock),
  });
}

/** @see https://docs.slack.dev/reference/methods */
function workspaceMethods(workspace: SlackWorkspace): Readonly<Record<string, Method>> {
  const { bot } = workspace;
  return {
    'auth.test': () => ({
      url: 'https://sluice.slack.com/',
      team: 'Sluice',
      user: bot.name,
      team_id: TEAM_ID,
      user_id: bot.userId,
      bot_id: bot.botId,
      is_enterprise_install: false,
    }),
    'chat.postMessage'({ channel: to = '', text = '', thread_ts: threadTs = null, metadata }) {
      const channel = workspace.channel(to);
      const message = workspace.post(channel, { text, threadTs, metadata: metadata ? parseMetadata(metadata) : null });
      return { channel: channel.id, ts: message.ts, message: presentMessage(message) };
    },
    'chat.delete'({ channel: from = '', ts = '' }) {
      const channel = workspace.channel(from);
      workspace.delete(channel, ts);
      return { channel: channel.id, ts };
    },
    'conversations.list': () => ({
      channels: workspace.channels.map(presentChannel),
      response_metadata: { next_cursor: '' },
    }),
    'conversations.info': ({ channel = '' }) => ({ channel: presentChannel(workspace.channel(channel)) }),
    'conversations.history': (args) => history(workspace.channel(args.channel ?? ''), args),
  };
}

/** Newest first, between `oldest` and `latest`, in pages that a cursor goes on from. */
function history(channel: SlackChannel, args: Arguments): object {
  const { oldest = '0', latest = '', cursor } = args;
  const limit = Number(args.limit ?? 100);
  if (!(limit >= 1 && limit <= MAX_PAGE)) throw new SlackError('invalid_limit');
  const inclusive = isTrue(args.inclusive);
  const before = cursor === undefined ? undefined : Buffer.from(cursor, 'base64').toString().replace('next_ts:', '');
  if (before !== undefined && !/^\d+\.\d+$/.test(before)) throw new SlackError('invalid_cursor');
  const fits = ({ ts }: { ts: string }) =>
    (compare(ts, oldest) > 0 || (inclusive && ts === oldest)) &&
    (latest === '' || compare(ts, latest) < 0 || (inclusive && ts === latest)) &&
    (before === undefined || compare(ts, before) < 0);
  const found = channel.messages.filter(fits).reverse();
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  const nextCursor = last && Buffer.from(`next_ts:${last.ts}`).toString('base64');
  return {
    messages: page.map((message) => presentMessage(message, isTrue(args.include_all_metadata))),
    has_more: last !== undefined,
    pin_count: 0,
    ...(nextCursor && { response_metadata: { next_cursor: nextCursor } }),
  };
}

function presentChannel({ id, name, isArchived, isMember }: SlackChannel) {
  return { id, name, is_channel: true, is_private: false, is_archived: isArchived, is_member: isMember };
}

function parseMetadata(text: string): object {
  const parsed = JSON.parse(text) as { event_type?: unknown; event_payload?: unknown };
  if (typeof parsed.event_type !== 'string' || typeof parsed.event_payload !== 'object') {
    throw new SlackError('metadata_must_be_sent_from_app');
  }
  return parsed;
}

/** Slack takes forms as well as JSON; in forms, objects are JSON in texts. */
function readArguments({ headers, body, query }: VendorRequest): Arguments {
  if (!headers['content-type']?.startsWith('application/json')) {
    return Object.fromEntries([...query, ...new URLSearchParams(body)]);
  }
  const entries = Object.entries(JSON.parse(body) as object).map(([name, value]) => {
    return [name, typeof value === 'object' ? JSON.stringify(value) : String(value)];
  });
  return Object.fromEntries(entries);
}

function compare(a: string, b: string): number {
  const [seconds = 0, micros = 0] = a.split('.').map(Number);
  const [otherSeconds = 0, otherMicros = 0] = b.split('.').map(Number);
  return seconds - otherSeconds || micros - otherMicros;
}

const isTrue = (value: string | undefined) => value === 'true' || value === '1';

const refusal = (error: string) => ({ status: 200, body: { ok: false, error } });

/** @see https://docs.slack.dev/apis/web-api/rate-limits */
function rateLimited(retryAfterSeconds: number): VendorResponse {
  const body = { ok: false, error: 'ratelimited' };
  return { status: 429, headers: { 'retry-after': String(retryAfterSeconds) }, body };
}
