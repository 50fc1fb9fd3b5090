import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { isValidSlackRequest } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../vendorClock.ts';
import { startWebhookEndpoint } from '../webhookEndpoint.ts';
import { type SlackEmulator, startSlack } from './slackEmulator.ts';

describe("Slack's emulator, driven by @slack/web-api", () => {
  let slack: SlackEmulator;
  let clock: ManualClock;
  let client: WebClient;
  beforeEach(async () => {
    clock = new ManualClock(Date.parse('2026-11-01T09:30:00Z'));
    slack = await startSlack({ clock });
    client = connect(slack.botToken);
  });
  afterEach(() => slack[Symbol.asyncDispose]());

  const connect = (token: string) =>
    new WebClient(token, {
      slackApiUrl: `${slack.url}/api/`,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
    });
  const post = (text: string, channel = '#sales', more: object = {}) =>
    client.chat.postMessage({ channel, text, ...more });

  it('says who the token belongs to, and refuses others', async () => {
    expect(await client.auth.test()).toMatchObject({ ok: true, user: 'sluice', team: 'Sluice' });
    await expect(connect('xoxb-wrong').auth.test()).rejects.toMatchObject({ data: { error: 'invalid_auth' } });
  });

  it('posts messages by name or id of the channel, and tells them newest first, in pages, with their metadata', async () => {
    const metadata = { event_type: 'sluice_message', event_payload: { id: 'msg_1' } };
    const first = await post('One', '#sales', { metadata });
    expect(first).toMatchObject({ ok: true, message: { text: 'One', bot_id: slack.workspace.bot.botId } });
    for (const text of ['Two', 'Three']) await post(text, String(first.channel));
    slack.workspace.post(slack.workspace.channel('sales'), { text: 'Four' }, 'U0PERSON');
    const read = (args: object) => client.conversations.history({ channel: String(first.channel), ...args });
    const page = await read({ limit: 3, include_all_metadata: true });
    expect(page.messages?.map(({ text }) => text)).toEqual(['Four', 'Three', 'Two']);
    expect(page.has_more).toBe(true);
    const rest = await read({ limit: 3, cursor: page.response_metadata?.next_cursor, include_all_metadata: true });
    expect(rest.messages).toMatchObject([{ text: 'One', ts: first.ts, metadata }]);
    expect(rest.has_more).toBe(false);
    const since = await read({ oldest: first.ts });
    expect(since.messages).toHaveLength(3);
    expect((await read({ oldest: first.ts, inclusive: true })).messages?.at(-1)).not.toHaveProperty('metadata');
  });

  it.each([
    ['channel_not_found', '#nowhere', 'x'],
    ['no_text', '#sales', ''],
    ['msg_too_long', '#sales', 'x'.repeat(40_001)],
    ['is_archived', '#general', 'x'],
    ['not_in_channel', '#support', 'x'],
  ])('refuses a message with %s, in an answer of status 200', async (error, channel, text) => {
    slack.workspace.channel('general').isArchived = true;
    slack.workspace.channel('support').isMember = false;
    await expect(post(text, channel)).rejects.toMatchObject({ code: 'slack_webapi_platform_error', data: { error } });
    expect(slack.workspace.channels.flatMap(({ messages }) => messages)).toEqual([]);
  });

  it('takes about a message a second for each channel, and says how long to wait', async () => {
    for (let n = 0; n < 10; n++) await post(`${n}`);
    await expect(post('10')).rejects.toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 10 });
    await post('elsewhere', '#support');
    clock.advance(10_000);
    await post('10');
    expect(slack.workspace.channel('sales').messages).toHaveLength(11);
  });

  it('has posted what it answered with 500', async () => {
    slack.faults.order({ fault: 'failsAfterEffect', times: 1 });
    await expect(post('Once')).rejects.toMatchObject({ statusCode: 500 });
    expect(slack.workspace.channel('sales').messages).toHaveLength(1);
  });

  it('sends events in a signature that Bolt accepts, three times more when they are not accepted, with the id they had', async () => {
    await using endpoint = await startWebhookEndpoint([500, 500, 500, 500]);
    slack.webhooks.url = endpoint.url;
    const { ts, channel } = await post('Hello');
    for (const pauseMs of [0, 60_000, 300_000]) {
      await expect.poll(() => clock.waiting).toBe(1);
      clock.advance(pauseMs);
    }
    await slack.webhooks.idle();
    const { received } = endpoint;
    expect(received.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([undefined, '1', '2', '3']);
    for (const { headers, body } of received) {
      const signature = {
        'x-slack-signature': String(headers['x-slack-signature']),
        'x-slack-request-timestamp': Number(headers['x-slack-request-timestamp']),
      };
      const nowMilliseconds = signature['x-slack-request-timestamp'] * 1000;
      const isValid = (signingSecret: string) =>
        isValidSlackRequest({ signingSecret, body, headers: signature, nowMilliseconds });
      expect([isValid(slack.signingSecret), isValid('other')]).toEqual([true, false]);
    }
    const [told, again] = received.map(({ body }) => JSON.parse(body));
    expect(told).toMatchObject({ type: 'event_callback', event: { type: 'message', text: 'Hello', ts, channel } });
    expect(again.event_id).toBe(told.event_id);
  });

  it('asks an address for events to answer its challenge', async () => {
    const server = createServer(async (request, response) => {
      const { challenge } = (await json(request)) as { challenge: string };
      response.end(request.url === '/deaf' ? 'ok' : challenge);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await slack.verifyEventUrl(`${url}/events`)).toBe(true);
    expect(await slack.verifyEventUrl(`${url}/deaf`)).toBe(false);
    server.closeAllConnections();
    server.close();
  });
});
