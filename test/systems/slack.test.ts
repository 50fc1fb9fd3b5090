import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSlackSender } from '../../subgraphs/messaging/slackSender.ts';
import { engines, type TestStorage } from '../harness/engines.ts';
import { startSluice, type TestSluice } from '../harness/startSluice.ts';
import type { RequestFault } from '../vendors/faults.ts';
import { type SlackEmulator, startSlack } from '../vendors/slack/slackEmulator.ts';

const SEND = 'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id status } } }';
const OUTCOMES = `subscription ($after: Cursor) {
  messageChanged(status: [SENT, FAILED], changed: [STATUS], after: $after) {
    message { id externalId channel status failureCode }
  }
}`;

const isPost = ({ path }: { path: string }) => path.endsWith('/chat.postMessage');

describe.each(engines)('Slack messages on $name', (engine) => {
  let slack: SlackEmulator;
  let storage: TestStorage;
  let sluice: TestSluice;
  let outcomes: Awaited<ReturnType<TestSluice['subscribe']>>;
  beforeAll(async () => {
    slack = await startSlack({ messagesPerTenSeconds: 1_000 });
    storage = await engine.create({
      SEED: 'none',
      MESSAGING_BACKEND: 'slack',
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_API_BASE: `${slack.url}/api`,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      VENDOR_DEADLINE_SECONDS: '1',
    });
    sluice = await startSluice({ storage });
    outcomes = await sluice.subscribe(OUTCOMES, { after: await sluice.head() });
  });
  afterAll(async () => {
    await outcomes[Symbol.asyncDispose]();
    await sluice[Symbol.asyncDispose]();
    await storage[Symbol.asyncDispose]();
    await slack[Symbol.asyncDispose]();
  });
  afterEach(() => slack.faults.clear());

  const send = async (text: string, to = '#sales', subject?: string): Promise<string> => {
    const { data } = await sluice.ask(SEND, { input: { channel: 'SLACK', to, text, subject } });
    return data.sendMessage.message.id;
  };
  const outcome = async () => (await outcomes.take()).data.messageChanged.message;
  const posted = (text: string) =>
    slack.workspace.channels.flatMap(({ id, messages }) =>
      messages.filter((message) => message.text.includes(text)).map(({ ts, text }) => ({ id: `${id}:${ts}`, text })),
    );

  it('of others are parked where they can be seen, and our own are no news', async () => {
    const url = `${sluice.url}/webhooks/slack`;
    expect(await slack.verifyEventUrl(url)).toBe(true);
    slack.webhooks.url = url;
    await send('Ours, told back');
    await outcome();
    slack.workspace.post(slack.workspace.channel('sales'), { text: 'Is anybody there?' }, 'U0PERSON');
    await slack.webhooks.idle();
    slack.webhooks.url = null;
    const PARKED = '{ parkedWebhooks(source: ["slack"]) { nodes { source reason body } } }';
    await expect.poll(async () => (await sluice.ask(PARKED)).data.parkedWebhooks.nodes.length).toBe(1);
    const [parked] = (await sluice.ask(PARKED)).data.parkedWebhooks.nodes;
    expect(parked.reason).toBe('Slack told of a "message", and messaging records only messages that go out.');
    expect(JSON.parse(parked.body).event.text).toBe('Is anybody there?');
  });

  it('are posted, with their subject in bold and nothing of theirs read as markup', async () => {
    const id = await send('5 < 6 & <!channel>', '#sales', 'Low <stock>');
    const [message] = posted('5 &lt; 6');
    expect(await outcome()).toEqual({
      id,
      externalId: expect.stringMatching(/^C\w+:\d+\.\d+$/),
      channel: 'SLACK',
      status: 'SENT',
      failureCode: null,
    });
    expect(posted('5 &lt; 6')).toEqual([
      { id: message?.id ?? expect.anything(), text: '*Low &lt;stock&gt;*\n5 &lt; 6 &amp; &lt;!channel&gt;' },
    ]);
  });

  it('have FAILED at once when there is no such channel, and say so', async () => {
    const id = await send('Lost', '#nowhere');
    expect(await outcome()).toMatchObject({ id, status: 'FAILED', failureCode: 'SLACK_CHANNEL_NOT_FOUND' });
  });

  it.each<RequestFault>(['throttled', 'failsBeforeEffect', 'cutBeforeEffect', 'failsAfterEffect', 'cutAfterEffect'])(
    'are posted once when a post is %s',
    { timeout: 60_000 },
    async (fault) => {
      slack.faults.order({ fault, when: isPost, times: 1 });
      const id = await send(`Once though ${fault}`);
      const { externalId, ...rest } = await outcome();
      expect(rest).toEqual({ id, channel: 'SLACK', status: 'SENT', failureCode: null });
      expect(posted(`Once though ${fault}`).map((message) => message.id)).toEqual([externalId]);
    },
  );
});

describe('The Slack sender', () => {
  let slack: SlackEmulator;
  beforeEach(async () => {
    slack = await startSlack();
  });
  afterEach(() => slack[Symbol.asyncDispose]());

  const message = (id: string, to = '#sales') => ({
    id,
    to,
    subject: null,
    text: `This is ${id}`,
    createdAt: new Date().toISOString(),
  });
  const connect = (botToken = slack.botToken) => createSlackSender({ botToken, apiBase: `${slack.url}/api` });
  const { signal } = new AbortController();

  it('finds a message by its id among all of the channel, and no other', async () => {
    const sender = connect();
    const sent = await sender.send(message('msg_1'), signal);
    const sales = slack.workspace.channel('sales');
    for (let n = 0; n < 450; n++) slack.workspace.post(sales, { text: `Chatter ${n}` }, 'U0PERSON');
    expect(await sender.find?.(message('msg_1'), signal)).toEqual(sent);
    expect(await sender.find?.(message('msg_1', sales.id), signal)).toEqual(sent);
    expect(await sender.find?.(message('msg_2'), signal)).toEqual({ kind: 'absent' });
    expect(await sender.find?.(message('msg_1', '#nowhere'), signal)).toEqual({ kind: 'absent' });
  });

  it('says that an outcome is unknown when it cannot look', async () => {
    const sender = connect();
    slack.setDown(true);
    expect(await sender.send(message('msg_1'), signal)).toMatchObject({ kind: 'unknown' });
    expect(await sender.find?.(message('msg_1'), signal)).toMatchObject({ kind: 'unknown' });
  });

  it('takes a token that is refused for a fault to be mended, not the message’s', async () => {
    const outcome = await connect('xoxb-wrong').send(message('msg_1'), signal);
    expect(outcome).toMatchObject({ kind: 'notSent', failureCode: 'SLACK_INVALID_AUTH' });
    expect(JSON.stringify(outcome)).not.toContain('xoxb');
  });
});
