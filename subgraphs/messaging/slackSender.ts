import {
  ErrorCode,
  LogLevel,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebClient,
} from '@slack/web-api';
import type { VendorSettings } from '../kit/subgraph.ts';
import { KeyRefusedError, requireScopes } from '../kit/vendor/keyRefused.ts';
import type { VendorActivity } from '../kit/vendor/vendorActivity.ts';
import { VendorFailure, VendorUnavailableError } from '../kit/vendor/vendorFailure.ts';
import { VendorPolicy } from '../kit/vendor/vendorPolicy.ts';
import type { FindOutcome, MessageSender, OutgoingMessage, SendOutcome } from './messageSender.ts';

/** Type of the metadata by which a message of ours is found again. */
const METADATA_TYPE = 'sluice_message';

/** Slack lets an app post about once a second to a channel. https://docs.slack.dev/apis/web-api/rate-limits */
const POSTS_PER_SECOND = 1;
const CONCURRENCY = 4;
const PAGE = 200;

/** Slack's clock and ours may differ by as much where the history is searched from a message's creation on. */
const CLOCK_SKEW_S = 60;

/** Errors that are about the app or about Slack, and not about the message: it can go out once they are mended. */
const MENDABLE = new Set([
  'access_denied',
  'account_inactive',
  'invalid_auth',
  'missing_scope',
  'not_authed',
  'org_login_required',
  'service_unavailable',
  'team_access_not_granted',
  'token_expired',
  'token_revoked',
]);

const KEY = { system: 'messaging', vendor: 'Slack', variable: 'SLACK_BOT_TOKEN' };

const SCOPES = ['chat:write', 'channels:read', 'groups:read', 'channels:history', 'groups:history'];

/** Errors after which, as Slack says, some of the operation may have been done. */
const AMBIGUOUS = new Set(['fatal_error', 'internal_error', 'request_timeout']);

/**
 * Posts to Slack channels. Slack has no idempotency keys: the message carries its id as metadata, and one whose outcome is
 * unknown is looked for in the channel's history before it is posted again. The token is a bot's, with the scopes `chat:write`,
 * `channels:read`, `groups:read`, `channels:history` and `groups:history`.
 *
 * @see https://docs.slack.dev/reference/methods/chat.postMessage
 * @see https://docs.slack.dev/messaging/message-metadata
 */
export function createSlackSender(
  { botToken, apiBase }: NonNullable<VendorSettings['slack']>,
  timeoutMs = 5_000,
  activity?: VendorActivity,
): MessageSender {
  const policy = new VendorPolicy({
    system: 'messaging',
    vendor: 'Slack',
    callsPerSecond: POSTS_PER_SECOND,
    timeoutMs,
    activity,
  });
  const channelIds = new Map<string, string>();

  /** The client repeats nothing by itself: it would post again on a 500. */
  function clientFor(signal: AbortSignal): WebClient {
    return new WebClient(botToken, {
      slackApiUrl: `${apiBase}/`,
      // What goes wrong is an outcome, which is logged with the message that it is about.
      logLevel: LogLevel.ERROR,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      allowAbsoluteUrls: false,
      fetch: (url, init) => fetch(url, { ...init, signal }),
    });
  }

  function call<Result>(repeatable: boolean, signal: AbortSignal, run: (slack: WebClient) => Promise<Result>) {
    return policy.call({ repeatable, signal }, (ending) => run(clientFor(ending)).catch(throwFailure));
  }

  async function findIn(channel: string, message: OutgoingMessage, signal: AbortSignal): Promise<FindOutcome> {
    const oldest = String(Date.parse(message.createdAt) / 1_000 - CLOCK_SKEW_S);
    for (let cursor: string | undefined; ; ) {
      const page = await call(true, signal, (slack) =>
        slack.conversations.history({
          channel,
          oldest,
          limit: PAGE,
          include_all_metadata: true,
          ...(cursor !== undefined && { cursor }),
        }),
      );
      const found = page.messages?.find(
        ({ metadata }) =>
          metadata?.event_type === METADATA_TYPE && (metadata.event_payload as { id?: unknown })?.id === message.id,
      );
      if (found?.ts) return { kind: 'sent', externalId: externalIdOf(channel, found.ts) };
      cursor = page.response_metadata?.next_cursor || undefined;
      if (!page.has_more || cursor === undefined) return { kind: 'absent' };
    }
  }

  /** The history wants a channel's id; posting takes its name too. */
  async function channelIdOf(to: string, signal: AbortSignal): Promise<string | undefined> {
    if (/^[CDG][A-Z0-9]{5,}$/.test(to)) return to;
    const name = to.replace(/^#/, '');
    if (channelIds.has(name)) return channelIds.get(name);
    for (let cursor: string | undefined; ; ) {
      const page = await call(true, signal, (slack) =>
        slack.conversations.list({
          types: 'public_channel,private_channel',
          limit: PAGE,
          ...(cursor !== undefined && { cursor }),
        }),
      );
      for (const { name: known, id } of page.channels ?? []) if (known && id) channelIds.set(known, id);
      cursor = page.response_metadata?.next_cursor || undefined;
      if (channelIds.has(name) || cursor === undefined) return channelIds.get(name);
    }
  }

  return {
    concurrency: CONCURRENCY,
    async send({ id, to, subject, text }, signal) {
      try {
        const posted = await call(false, signal, (slack) =>
          slack.chat.postMessage({
            channel: to,
            text: toMarkdown(subject, text),
            metadata: { event_type: METADATA_TYPE, event_payload: { id } },
            unfurl_links: false,
          }),
        );
        if (!posted.ts || !posted.channel) return { kind: 'unknown', reason: 'Slack answered without the message.' };
        return { kind: 'sent', externalId: externalIdOf(posted.channel, posted.ts) };
      } catch (error) {
        return outcomeOf(error);
      }
    },
    async find(message, signal) {
      try {
        const channel = await channelIdOf(message.to, signal);
        // A channel that is not there took no message either.
        return channel === undefined ? { kind: 'absent' } : await findIn(channel, message, signal);
      } catch (error) {
        if (error instanceof WebAPIPlatformError && error.data.error === 'channel_not_found') return { kind: 'absent' };
        return { kind: 'unknown', reason: describe(error) };
      }
    },
    async check(signal) {
      const { team, response_metadata } = await call(true, signal, (slack) => slack.auth.test()).catch(
        (error: unknown) => {
          if (!(error instanceof WebAPIPlatformError)) throw error;
          throw new KeyRefusedError({ ...KEY, lacks: 'was withdrawn' }, error.data.error, error);
        },
      );
      requireScopes(KEY, SCOPES, response_metadata?.scopes ?? []);
      return `Slack answers for the workspace ${team}, and the token has the scopes.`;
    },
  };
}

/** Unique in the workspace: a message's `ts` is so in its channel. */
function externalIdOf(channel: string, ts: string): string {
  return `${channel}:${ts}`;
}

/**
 * The three characters that Slack reads as markup of its own. https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
function toMarkdown(subject: string | null, text: string): string {
  const escapeMarkup = (plain: string) => plain.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return subject === null ? escapeMarkup(text) : `*${escapeMarkup(subject)}*\n${escapeMarkup(text)}`;
}

/** What Slack's client throws, as the policy reads it. An error of the platform is an answer. */
function throwFailure(error: unknown): never {
  if (error instanceof WebAPIRateLimitedError) {
    throw new VendorFailure('throttled', 'too many calls', { retryAfterMs: error.retryAfter * 1_000, cause: error });
  }
  if (error instanceof WebAPIHTTPError && error.statusCode >= 500) {
    throw new VendorFailure('failed', `it answered with HTTP ${error.statusCode}`, { cause: error });
  }
  if (error instanceof Error && 'code' in error && error.code === ErrorCode.RequestError) {
    throw new VendorFailure('silent', 'the connection failed', { cause: error });
  }
  throw error;
}

function outcomeOf(error: unknown): SendOutcome {
  const reason = describe(error);
  if (error instanceof VendorUnavailableError) {
    return error.outcome === 'notDone'
      ? { kind: 'notSent', failureCode: 'SLACK_UNAVAILABLE', reason }
      : { kind: 'unknown', reason };
  }
  if (!(error instanceof WebAPIPlatformError)) return { kind: 'unknown', reason };
  const { error: code } = error.data;
  if (AMBIGUOUS.has(code)) return { kind: 'unknown', reason };
  const failureCode = `SLACK_${code.toUpperCase()}`;
  return MENDABLE.has(code) ? { kind: 'notSent', failureCode, reason } : { kind: 'failed', failureCode };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
