import { EventEmitter, once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChangeLog } from '../../subgraphs/kit/changes/changeLog.ts';
import { retryDelayMs } from '../../subgraphs/kit/retryDelay.ts';
import { createSqlDeliveries } from '../../subgraphs/messaging/deliveries.ts';
import { DeliveryWorker } from '../../subgraphs/messaging/deliveryWorker.ts';
import { createSmtpSender } from '../../subgraphs/messaging/emailSender.ts';
import type { MessageRecord } from '../../subgraphs/messaging/records.ts';
import { MAX_ATTEMPTS, RETRY_DELAY } from '../../subgraphs/messaging/retryDelay.ts';
import { messages } from '../../subgraphs/messaging/sqlMessages.ts';
import type { MessagingTables } from '../../subgraphs/messaging/tables.ts';
import { describeOnPostgres } from '../harness/describeOnPostgres.ts';
import { engines, type TestEngine, type TestStorage } from '../harness/engines.ts';
import { openDatabase } from '../harness/openDatabase.ts';
import { startSluice, type TestSluice } from '../harness/startSluice.ts';
import { describeIdempotency } from './idempotency.ts';
import { startSmtpServer } from './smtpServer.ts';

const SEND = `mutation ($input: SendMessageInput!) {
  sendMessage(input: $input) {
    message {
      id externalId channel to customer { id email } subject text status backendStatus failureCode createdAt updatedAt
    }
  }
}`;
const CONTACT = `mutation ($input: CreateContactInput!) {
  createContact(input: $input) { contact { customer { id email } } }
}`;
const OUTCOMES = `subscription ($after: Cursor) {
  messageChanged(status: [SENT, FAILED], changed: [STATUS], after: $after) {
    kind changedFields message { id externalId status backendStatus failureCode updatedAt createdAt }
  }
}`;

const EMAIL = { channel: 'EMAIL', to: 'reader@example.com', subject: 'Good news', text: 'It works.' };

const send = async (sluice: TestSluice, fields: object = {}) => {
  const { data } = await sluice.ask(SEND, { input: { ...EMAIL, ...fields } });
  return data.sendMessage.message;
};

describe.each(engines)('The outbox on $name, without an SMTP server', (engine) => {
  let sluice: TestSluice;
  beforeAll(async () => {
    sluice = await startSluice({ engine });
  });
  afterAll(() => sluice[Symbol.asyncDispose]());

  const createCustomer = async () => {
    const { data } = await sluice.ask(CONTACT, { input: { email: `${crypto.randomUUID()}@example.com` } });
    return data.createContact.contact.customer;
  };

  it.each([
    ['EMAIL', ' Reader@Example.com ', 'reader@example.com'],
    ['SLACK', ' #sales ', '#sales'],
    ['WEBHOOK', 'https://example.com/hooks?x=1', 'https://example.com/hooks?x=1'],
    ['WEBHOOK', 'http://localhost:8080', 'http://localhost:8080/'],
  ])('keeps a message by %s to %s', async (channel, to, recipient) => {
    const customer = await createCustomer();
    const message = await send(sluice, { channel, to, customerId: customer.id });
    expect(message).toEqual({
      id: expect.stringMatching(/^msg_/),
      externalId: message.id,
      channel,
      to: recipient,
      customer,
      subject: 'Good news',
      text: 'It works.',
      status: 'QUEUED',
      backendStatus: 'QUEUED',
      failureCode: null,
      createdAt: expect.stringMatching(/Z$/),
      updatedAt: message.createdAt,
    });
    const { data } = await sluice.ask('query ($id: ID!) { message(id: $id) { id text } }', { id: message.id });
    expect(data.message).toEqual({ id: message.id, text: 'It works.' });
  });

  it('keeps a message to nobody whom it knows, without a subject', async () => {
    expect(await send(sluice, { subject: null })).toMatchObject({ customer: null, subject: null, status: 'QUEUED' });
  });

  it('lists messages by channel and status, newest first, a page at a time', async () => {
    await using own = await startSluice({ engine });
    await send(own, { text: '1' });
    await send(own, { text: '2', channel: 'SLACK', to: '#sales' });
    await send(own, { text: '3' });
    await send(own, { text: '4', channel: 'WEBHOOK', to: 'https://example.com' });
    const texts = async (args: string) => {
      const { data } = await own.ask(`{ messages(${args}) { nodes { text } } }`);
      return data.messages.nodes.map(({ text }: { text: string }) => text);
    };
    expect(await texts('first: 100')).toEqual(['4', '3', '2', '1']);
    expect(await texts('channel: EMAIL')).toEqual(['3', '1']);
    expect(await texts('channel: [SLACK, WEBHOOK], status: [QUEUED]')).toEqual(['4', '2']);
    expect(await texts('status: [SENT, FAILED]')).toEqual([]);
    const LIST = `query ($after: String) {
      messages(channel: [EMAIL], first: 1, after: $after) { nodes { text } pageInfo { hasNextPage hasPreviousPage endCursor } }
    }`;
    const first = (await own.ask(LIST)).data.messages;
    expect(first).toMatchObject({ nodes: [{ text: '3' }], pageInfo: { hasNextPage: true, hasPreviousPage: false } });
    const second = (await own.ask(LIST, { after: first.pageInfo.endCursor })).data.messages;
    expect(second).toMatchObject({ nodes: [{ text: '1' }], pageInfo: { hasNextPage: false, hasPreviousPage: true } });
  });

  it("is reached from the customer, with the customer's messages only", async () => {
    const customer = await createCustomer();
    const first = await send(sluice, { customerId: customer.id });
    const second = await send(sluice, { customerId: customer.id, channel: 'SLACK', to: 'C012AB3CD' });
    await send(sluice);
    const { data } = await sluice.ask(
      'query ($id: ID!) { customer(id: $id) { messages { nodes { id customer { email } } } one: messages(first: 1) { nodes { id } } } }',
      { id: customer.id },
    );
    expect(data.customer).toEqual({
      messages: {
        nodes: [
          { id: second.id, customer: { email: customer.email } },
          { id: first.id, customer: { email: customer.email } },
        ],
      },
      one: { nodes: [{ id: second.id }] },
    });
  });

  it('answers null for a message that does not exist', async () => {
    expect((await sluice.ask('{ message(id: "msg_none") { id } }')).data).toEqual({ message: null });
  });

  it.each([
    [{ ...EMAIL, to: 'nobody' }, 'BAD_USER_INPUT', 'input.to'],
    [{ ...EMAIL, to: 'a@example.com, b@example.com' }, 'BAD_USER_INPUT', 'input.to'],
    [{ ...EMAIL, to: 'a@example.com\r\nBcc: b@example.com' }, 'BAD_USER_INPUT', 'input.to'],
    [{ ...EMAIL, channel: 'SLACK', to: '  ' }, 'BAD_USER_INPUT', 'input.to'],
    [{ ...EMAIL, channel: 'SLACK', to: 'x'.repeat(201) }, 'BAD_USER_INPUT', 'input.to'],
    [{ ...EMAIL, channel: 'WEBHOOK', to: 'example.com/hook' }, 'BAD_USER_INPUT', 'input.to'],
    [{ ...EMAIL, channel: 'WEBHOOK', to: 'ftp://example.com' }, 'BAD_USER_INPUT', 'input.to'],
    [{ ...EMAIL, channel: 'WEBHOOK', to: 'https://user:secret@example.com' }, 'BAD_USER_INPUT', 'input.to'],
    [{ ...EMAIL, subject: ' ' }, 'BAD_USER_INPUT', 'input.subject'],
    [{ ...EMAIL, subject: 'x'.repeat(301) }, 'BAD_USER_INPUT', 'input.subject'],
    [{ ...EMAIL, subject: 'Hello\r\nBcc: b@example.com' }, 'BAD_USER_INPUT', 'input.subject'],
    [{ ...EMAIL, text: '' }, 'BAD_USER_INPUT', 'input.text'],
    [{ ...EMAIL, text: 'x'.repeat(50_001) }, 'BAD_USER_INPUT', 'input.text'],
    [{ ...EMAIL, text: 'A\0B' }, 'BAD_USER_INPUT', 'input.text'],
    [{ ...EMAIL, customerId: 'cus_none' }, 'NOT_FOUND', undefined],
  ])('refuses a message with bad input and records nothing: %#', async (input, code, field) => {
    const before = await sluice.head();
    const { errors } = await sluice.ask(SEND, { input });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({ path: ['sendMessage'], extensions: { code, ...(field && { field }) } });
    expect(await sluice.head()).toBe(before);
  });

  it('tells changes with the message as of the change, filtered by status', async () => {
    const after = await sluice.head();
    const { id } = await send(sluice);
    await using queued = await sluice.subscribe(
      `subscription ($after: Cursor) {
        messageChanged(status: [QUEUED], after: $after) { kind id changedFields superseded message { status to } }
      }`,
      { after },
    );
    expect((await queued.take()).data.messageChanged).toEqual({
      kind: 'CREATED',
      id,
      changedFields: [],
      superseded: false,
      message: { status: 'QUEUED', to: 'reader@example.com' },
    });
  });

  describeIdempotency(() => sluice, {
    sendMessage: { mutation: SEND, input: async () => EMAIL, other: { text: 'Something else.' } },
  });
});

describe.each(engines)('E-mail on $name', (engine) => {
  /** Sluice with this SMTP server, and the outcomes of what is sent, from now on or `after` a cursor. */
  const startSending = async (
    smtpUrl: string,
    options: { storage?: TestStorage; seed?: 'demo'; after?: string } = {},
  ) => {
    const storage = options.storage ?? (await engine.create({ SEED: options.seed ?? 'none' }));
    const sluice = await startSluice({ storage: withSmtp(storage, smtpUrl) });
    const outcomes = await sluice.subscribe(OUTCOMES, { after: options.after ?? (await sluice.head()) });
    return {
      sluice,
      outcome: async () => (await outcomes.take()).data.messageChanged,
      async [Symbol.asyncDispose]() {
        await outcomes[Symbol.asyncDispose]();
        await sluice[Symbol.asyncDispose]();
        if (!options.storage) await storage[Symbol.asyncDispose]();
      },
    };
  };

  /** Puts an e-mail into the outbox, and when `state` is given, makes its delivery be in this state. */
  const queue = async (storage: TestStorage, state?: { attempt: number; leased_until: string | null }) => {
    const sluice = await startSluice({ storage });
    const { id } = await send(sluice);
    const after = await sluice.head();
    await sluice[Symbol.asyncDispose]();
    await using database = openDatabase(storage);
    if (state)
      await database.queries.withTables<MessagingTables>().updateTable('messaging_delivery').set(state).execute();
    return { id, after };
  };

  it('goes out as it was put into the outbox, and is SENT with its Message-ID', async () => {
    await using smtp = await startSmtpServer();
    await using sending = await startSending(`${smtp.url}?from=shop@example.org`);
    const { id } = await send(sending.sluice);
    const { kind, changedFields, message } = await sending.outcome();
    expect({ kind, changedFields }).toEqual({
      kind: 'UPDATED',
      changedFields: ['EXTERNAL_ID', 'STATUS', 'BACKEND_STATUS'],
    });
    const messageId = `<${id}@example.org>`;
    expect(message).toMatchObject({
      id,
      externalId: messageId,
      status: 'SENT',
      backendStatus: 'SENT',
      failureCode: null,
    });
    expect(message.updatedAt > message.createdAt).toBe(true);
    expect(smtp.received).toHaveLength(1);
    expect(smtp.received[0]).toMatchObject({ from: 'shop@example.org', to: ['reader@example.com'] });
    const content = smtp.received[0]?.content;
    expect(content).toContain('From: shop@example.org\r\n');
    expect(content).toContain('To: reader@example.com\r\n');
    expect(content).toContain('Subject: Good news\r\n');
    expect(content).toContain(`Message-ID: ${messageId}\r\n`);
    expect(content).toMatch(/Content-Type: text\/plain.*\r\n\r\nIt works\.\r\n$/s);
  });

  it('goes out of the outbox only: messages by other channels and those of the demo data stay', async () => {
    await using smtp = await startSmtpServer();
    await using sending = await startSending(smtp.url, { seed: 'demo' });
    await send(sending.sluice, { channel: 'SLACK', to: '#sales' });
    await send(sending.sluice, { channel: 'WEBHOOK', to: 'https://example.com' });
    const { id } = await send(sending.sluice);
    expect((await sending.outcome()).message.id).toBe(id);
    expect(smtp.received.map(({ to }) => to)).toEqual([['reader@example.com']]);
    const { data } = await sending.sluice.ask(
      '{ waiting: messages(status: [QUEUED], first: 100) { nodes { channel createdAt } } sent: messages(status: [SENT], first: 100) { nodes { id channel createdAt } } }',
    );
    expect(new Set(data.waiting.nodes.map(({ channel }: { channel: string }) => channel))).toEqual(
      new Set(['SLACK', 'WEBHOOK']),
    );
    const seeded = data.sent.nodes.filter((message: { id: string }) => message.id !== id);
    expect(seeded.length).toBeGreaterThan(50);
    expect(seeded.every(({ createdAt }: { createdAt: string }) => createdAt < '2026-06')).toBe(true);
  });

  it('waits in the outbox for an SMTP server to be set', async () => {
    await using smtp = await startSmtpServer();
    await using storage = await engine.create({ SEED: 'none' });
    const { id, after } = await queue(storage);
    await using sending = await startSending(smtp.url, { storage, after });
    expect((await sending.outcome()).message).toMatchObject({ id, status: 'SENT' });
    expect(smtp.received).toHaveLength(1);
  });

  it.each([
    ['its recipient', { recipient: (nth: number) => (nth === 1 ? 450 : undefined) }, 1],
    ['its content', { data: (nth: number) => (nth === 1 ? 451 : undefined) }, 2],
  ])('is tried again after a reply that %s cannot be taken now', async (_what, answers, contents) => {
    await using smtp = await startSmtpServer(answers);
    await using sending = await startSending(smtp.url);
    const { id } = await send(sending.sluice);
    expect((await sending.outcome()).message).toMatchObject({ id, status: 'SENT', failureCode: null });
    expect(smtp.recipients()).toBe(2);
    expect(smtp.received).toHaveLength(contents);
    // The same, so that a server that has taken it twice can tell.
    for (const { content } of smtp.received) expect(content).toContain(`Message-ID: <${id}@localhost>`);
  });

  it.each([
    ['its recipient', { recipient: () => 550 }, 'SMTP_550'],
    ['its content', { data: () => 554 }, 'SMTP_554'],
  ])('has FAILED at once when %s is refused for good', async (_what, answers, failureCode) => {
    await using smtp = await startSmtpServer(answers);
    await using sending = await startSending(smtp.url);
    const { id } = await send(sending.sluice);
    const { changedFields, message } = await sending.outcome();
    expect(changedFields).toEqual(['STATUS', 'BACKEND_STATUS', 'FAILURE_CODE']);
    expect(message).toMatchObject({ id, externalId: id, status: 'FAILED', backendStatus: 'FAILED', failureCode });
    expect(smtp.recipients()).toBe(1);
  });

  it('is tried again when the connection is cut before its content went out', async () => {
    await using smtp = await startSmtpServer({ recipient: (nth) => (nth === 1 ? 'cut' : undefined) });
    await using sending = await startSending(smtp.url);
    const { id } = await send(sending.sluice);
    expect((await sending.outcome()).message).toMatchObject({ id, status: 'SENT' });
    expect(smtp.recipients()).toBe(2);
    expect(smtp.received).toHaveLength(1);
  });

  it('is not sent again when the connection is cut after its content went out: nobody knows whether it arrived', async () => {
    await using smtp = await startSmtpServer({ data: (nth) => (nth === 1 ? 'cut' : undefined) });
    await using sending = await startSending(smtp.url);
    const { id } = await send(sending.sluice);
    const { message } = await sending.outcome();
    expect(message).toMatchObject({ id, externalId: id, status: 'FAILED', failureCode: 'OUTCOME_UNKNOWN' });
    const later = await send(sending.sluice);
    expect((await sending.outcome()).message).toMatchObject({ id: later.id, status: 'SENT' });
    expect(smtp.received.filter(({ content }) => content.includes(id))).toHaveLength(1);
  });

  it('has FAILED when it has been tried often enough', async () => {
    await using smtp = await startSmtpServer({ recipient: () => 451 });
    await using storage = await engine.create({ SEED: 'none' });
    const { id, after } = await queue(storage, { attempt: MAX_ATTEMPTS - 1, leased_until: null });
    await using sending = await startSending(smtp.url, { storage, after });
    expect((await sending.outcome()).message).toMatchObject({ id, status: 'FAILED', failureCode: 'SMTP_451' });
    expect(smtp.recipients()).toBe(1);
  });

  it('is not sent again when its sender was killed in the middle: nobody knows whether it arrived', async () => {
    await using smtp = await startSmtpServer();
    await using storage = await engine.create({ SEED: 'none' });
    const { id, after } = await queue(storage, {
      attempt: 1,
      leased_until: new Date(Date.now() - 1_000).toISOString(),
    });
    await using sending = await startSending(smtp.url, { storage, after });
    expect((await sending.outcome()).message).toMatchObject({ id, status: 'FAILED', failureCode: 'OUTCOME_UNKNOWN' });
    expect(smtp.recipients()).toBe(0);
  });

  it('is left to its sender while the lease lasts', async () => {
    await using smtp = await startSmtpServer();
    await using storage = await engine.create({ SEED: 'none' });
    const { id, after } = await queue(storage, {
      attempt: 1,
      leased_until: new Date(Date.now() + 60_000).toISOString(),
    });
    await using sending = await startSending(smtp.url, { storage, after });
    const other = await send(sending.sluice);
    expect((await sending.outcome()).message.id).toBe(other.id);
    const { data } = await sending.sluice.ask('query ($id: ID!) { message(id: $id) { status } }', { id });
    expect(data.message.status).toBe('QUEUED');
  });

  it('is finished when Sluice is closed while it goes out', async () => {
    const events = new EventEmitter();
    const arrived = once(events, 'arrived');
    await using smtp = await startSmtpServer({
      async data() {
        events.emit('arrived');
        await once(events, 'answer');
        return undefined;
      },
    });
    await using storage = await engine.create({ SEED: 'none' });
    const sluice = await startSluice({ storage: withSmtp(storage, smtp.url) });
    const { id } = await send(sluice);
    await arrived;
    const closed = sluice[Symbol.asyncDispose]();
    events.emit('answer');
    await closed;
    await using again = await startSluice({ storage });
    const { data } = await again.ask('query ($id: ID!) { message(id: $id) { status } }', { id });
    expect(data.message.status).toBe('SENT');
    expect(smtp.received).toHaveLength(1);
  });

  it('is recorded by whom it was claimed last, and by nobody else', async () => {
    await using storage = await engine.create({ SEED: 'none' });
    const { id } = await queue(storage);
    await using database = openDatabase(storage);
    const deliveries = createSqlDeliveries(database, unheardChanges);
    const claimOne = async () => {
      const [claimed, ...others] = await deliveries.claim('EMAIL', 10);
      if (!claimed || others.length > 0) throw new Error('Not exactly one was claimed.');
      return claimed;
    };
    const first = await claimOne();
    expect(first).toMatchObject({ attempt: 1, message: { id } });
    expect(await deliveries.claim('EMAIL', 10)).toEqual([]);
    expect(await deliveries.settle(first, { kind: 'deferred', delayMs: -1, uncertain: false })).toBe(true);
    expect(await deliveries.settle(first, { kind: 'failed', failureCode: 'NOT_CLAIMED' })).toBe(false);
    const second = await claimOne();
    expect(second.attempt).toBe(2);
    expect(await deliveries.settle(first, { kind: 'failed', failureCode: 'LATE' })).toBe(false);
    expect(await deliveries.settle(first, { kind: 'deferred', delayMs: 0, uncertain: false })).toBe(false);
    expect(await deliveries.settle(second, { kind: 'sent', externalId: '<second>' })).toBe(true);
    expect(await deliveries.settle(second, { kind: 'failed', failureCode: 'TWICE' })).toBe(false);
    const [record] = await messages.byIds(database.queries, [id]);
    expect(record).toMatchObject({ status: 'SENT', externalId: '<second>', failureCode: null });
  });
});

describeOnPostgres('Two processes', (engine) => {
  it('send each of 50 e-mails once', async () => {
    await using smtp = await startSmtpServer();
    await using storage = await engine.create({ SEED: 'none' });
    const queueing = await startSluice({ storage });
    const after = await queueing.head();
    const ids = await Promise.all(Array.from({ length: 50 }, async () => (await send(queueing)).id));
    await queueing[Symbol.asyncDispose]();
    const sending = withSmtp(storage, smtp.url);
    const [first, second] = await Promise.all([startSluice({ storage: sending }), startSluice({ storage: sending })]);
    const outcomes = await first.subscribe(OUTCOMES, { after });
    const sent = [];
    for (let n = 0; n < 50; n++) sent.push((await outcomes.take()).data.messageChanged.message);
    await outcomes[Symbol.asyncDispose]();
    await Promise.all([first[Symbol.asyncDispose](), second[Symbol.asyncDispose]()]);
    expect(new Set(sent.map(({ status }) => status))).toEqual(new Set(['SENT']));
    expect(sent.map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(smtp.received).toHaveLength(50);
    const messageIds = smtp.received.map(({ content }) => /^Message-ID: (.*)$/m.exec(content)?.[1]);
    expect(new Set(messageIds)).toEqual(new Set(sent.map(({ externalId }) => externalId)));
  });
});

describe('The delivery worker', () => {
  it('records what it knows once the database is back, and does not send again', async () => {
    const settled = new EventEmitter();
    const recorded = once(settled, 'settled');
    const failures: unknown[] = [];
    let [claims, sent, settles] = [0, 0, 0];
    const message = { id: 'msg_1' } as MessageRecord;
    const worker = new DeliveryWorker({
      deliveries: {
        claim: async () =>
          claims++ === 0 ? [{ message, attempt: 1, uncertain: false, leasedUntilMs: Date.now() + 60_000 }] : [],
        expired: async () => [],
        async settle(delivery, result) {
          if (settles++ === 0) throw new Error('The database is away.');
          return settled.emit('settled', delivery, result);
        },
      },
      channel: 'EMAIL',
      sender: {
        concurrency: 5,
        send: async () => ({ kind: 'sent', externalId: `<${++sent}>` }),
        check: async () => 'It answers.',
      },
      onError: (error) => failures.push(error),
    });
    expect(await recorded).toEqual([
      expect.objectContaining({ message, attempt: 1 }),
      { kind: 'sent', externalId: '<1>' },
    ]);
    await worker.close();
    expect(failures).toEqual([new Error('The database is away.')]);
    expect(sent).toBe(1);
  });
});

describe('The SMTP sender', () => {
  const email = {
    id: 'msg_1',
    to: 'reader@example.com',
    subject: null,
    text: 'Grüße\n.\n',
    createdAt: '2026-11-24T12:00:00.000Z',
  };

  it('knows that nothing was sent when nobody listens', async () => {
    const smtp = await startSmtpServer();
    await smtp[Symbol.asyncDispose]();
    const outcome = await createSmtpSender(smtp.url).send(email, AbortSignal.timeout(20_000));
    expect(outcome).toEqual({ kind: 'notSent', failureCode: 'SMTP_UNREACHABLE', reason: 'ESOCKET CONN' });
  });

  it('takes a login that is refused for a failure of the session, and tells no password', async () => {
    await using smtp = await startSmtpServer({ password: 'right' });
    const wrong = await createSmtpSender(`smtp://someone:wr%2Fong@127.0.0.1:${smtp.port}`).send(
      email,
      AbortSignal.timeout(20_000),
    );
    expect(wrong).toEqual({ kind: 'notSent', failureCode: 'SMTP_535', reason: 'EAUTH AUTH PLAIN 535' });
    const right = await createSmtpSender(`smtp://someone:right@127.0.0.1:${smtp.port}`).send(
      email,
      AbortSignal.timeout(20_000),
    );
    expect(right).toEqual({ kind: 'sent', externalId: '<msg_1@localhost>' });
  });

  it('sends in the name of the URL: its parameter `from`, its user, or its host', async () => {
    await using smtp = await startSmtpServer({ password: 'right' });
    const at = `127.0.0.1:${smtp.port}`;
    for (const url of [
      `smtp://a%40b.example:right@${at}?from=shop@c.example`,
      `smtp://a%40b.example:right@${at}`,
      `smtp://a:right@${at}`,
    ])
      expect(await createSmtpSender(url).send(email, AbortSignal.timeout(20_000))).toMatchObject({ kind: 'sent' });
    expect(smtp.received.map(({ from }) => from)).toEqual(['shop@c.example', 'a@b.example', 'sluice@localhost']);
  });
});

describe('An SMTP URL', () => {
  it('is refused when its sender is no address, without telling its password', async () => {
    await using storage = await (engines[0] as TestEngine).create({ SEED: 'none' });
    const url = 'smtp://user:secret@127.0.0.1:25?from=Shop%20%3Cshop@example.com%3E';
    const started = startSluice({ storage: withSmtp(storage, url) });
    await expect(started).rejects.toMatchObject({
      code: 'CONFIGURATION_INVALID',
      message: 'The parameter `from` of SMTP_URL must be an e-mail address alone, not "Shop <shop@example.com>".',
    });
  });
});

describe('The wait between two tries', () => {
  it('grows fourfold, and is up to a half shorter at random', () => {
    const waits = (random: number) =>
      Array.from({ length: MAX_ATTEMPTS - 1 }, (_, n) => retryDelayMs(RETRY_DELAY, n + 1, () => random));
    expect(waits(0)).toEqual([1_000, 4_000, 16_000, 64_000, 256_000, 1_024_000, 4_096_000]);
    expect(waits(1)).toEqual([500, 2_000, 8_000, 32_000, 128_000, 512_000, 2_048_000]);
  });
});

function withSmtp(storage: TestStorage, SMTP_URL: string): TestStorage {
  return {
    ...storage,
    variables: { ...storage.variables, SMTP_URL },
    environment: { ...storage.environment, SMTP_URL },
  };
}

/** A change log that nobody reads. */
const unheardChanges: ChangeLog = {
  cause: null,
  causedBy: () => unheardChanges,
  record: async () => undefined,
  committed: () => undefined,
  head: () => Promise.reject(new Error('Not asked for here.')),
  read: () => Promise.reject(new Error('Not asked for here.')),
  countsAfter: () => Promise.reject(new Error('Not asked for here.')),
  headPosition: () => Promise.reject(new Error('Not asked for here.')),
  stretch: () => Promise.reject(new Error('Not asked for here.')),
  follow: () => Promise.reject(new Error('Not asked for here.')),
};
