import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../harness/engines.ts';
import { type Answer, startSluice, type TestSluice } from '../harness/startSluice.ts';

const MUTATION = 'mutation { createContact(input: { email: "effect@example.com" }) { contact { id } } }';
const SUBSCRIPTION = 'subscription ($after: Cursor) { contactChanged(after: $after) { cursor } }';
const json = { 'content-type': 'application/json' };

describe.each(engines)('Bad input on $name', (engine) => {
  let sluice: TestSluice;
  let other: TestSluice;
  let head: string;
  beforeAll(async () => {
    [sluice, other] = await Promise.all([startSluice({ engine }), startSluice({ engine })]);
    head = await sluice.head();
  });
  afterAll(async () => {
    await Promise.all([sluice[Symbol.asyncDispose](), other[Symbol.asyncDispose]()]);
  });

  const expectNoEffect = async () => {
    expect(await sluice.head()).toBe(head);
    expect((await sluice.ask('{ contacts { nodes { id } } }')).data.contacts.nodes).toEqual([]);
  };
  const send = async (path: string, init: RequestInit): Promise<{ status: number; code: unknown }> => {
    const response = await fetch(`${sluice.url}${path}`, init);
    const { errors } = (await response.json()) as Answer;
    return { status: response.status, code: errors?.[0]?.extensions.code };
  };
  const byGet = (query: string) => `/graphql?query=${encodeURIComponent(query)}`;

  it.each([
    ['a mutation by GET', byGet(MUTATION), { headers: { 'apollo-require-preflight': '1' } }, 405, 'METHOD_NOT_ALLOWED'],
    [
      'a mutation by an SSE GET',
      byGet(MUTATION),
      { headers: { accept: 'text/event-stream' } },
      405,
      'METHOD_NOT_ALLOWED',
    ],
    [
      'a mutation that accepts HTML only',
      '/graphql',
      { method: 'POST', headers: { ...json, accept: 'text/html' }, body: JSON.stringify({ query: MUTATION }) },
      406,
      'NOT_ACCEPTABLE',
    ],
    [
      'a mutation as a form could send it',
      '/graphql',
      { method: 'POST', headers: { 'content-type': 'text/plain' }, body: JSON.stringify({ query: MUTATION }) },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['invalid JSON', '/graphql', { method: 'POST', headers: json, body: '{"query": ' }, 400, 'BAD_REQUEST'],
    ['no query', '/graphql', { method: 'POST', headers: json, body: '{}' }, 400, 'BAD_REQUEST'],
    [
      'a body of 10 MB',
      '/graphql',
      { method: 'POST', headers: json, body: JSON.stringify({ query: MUTATION, pad: 'x'.repeat(10_000_000) }) },
      413,
      'PAYLOAD_TOO_LARGE',
    ],
    [
      'a syntax error',
      '/graphql',
      { method: 'POST', headers: json, body: JSON.stringify({ query: '{' }) },
      400,
      'GRAPHQL_PARSE_FAILED',
    ],
    [
      'an unknown field',
      '/graphql',
      { method: 'POST', headers: json, body: JSON.stringify({ query: '{ nonsense }' }) },
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a subscription that accepts JSON only',
      '/graphql',
      {
        method: 'POST',
        headers: { ...json, accept: 'application/json' },
        body: JSON.stringify({ query: SUBSCRIPTION }),
      },
      406,
      'NOT_ACCEPTABLE',
    ],
  ] satisfies [string, string, RequestInit, number, string][])(
    '%s is refused without effect',
    async (_what, path, init, status, code) => {
      expect(await send(path, init)).toEqual({ status, code });
      await expectNoEffect();
    },
  );

  const flipLast = (cursor: string) => {
    const bytes = Buffer.from(cursor, 'base64url');
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    return bytes.toString('base64url');
  };
  it.each([
    ['a forged cursor', async () => flipLast(head), 'CURSOR_INVALID'],
    ['no cursor at all', async () => 'nonsense', 'CURSOR_INVALID'],
    ['a cursor of another log', () => other.head(), 'CURSOR_OF_ANOTHER_LOG'],
  ])('a subscription after %s is told so, on every transport', async (_what, cursor, code) => {
    const after = await cursor();
    await using overWebSocket = await sluice.subscribe(SUBSCRIPTION, { after });
    expect((await overWebSocket.take()).errors).toMatchObject([{ extensions: { code } }]);
    for (const accept of ['text/event-stream', 'multipart/mixed;subscriptionSpec="1.0"']) {
      const response = await fetch(`${sluice.url}/graphql`, {
        method: 'POST',
        headers: { ...json, accept },
        body: JSON.stringify({ query: SUBSCRIPTION, variables: { after } }),
      });
      expect(await response.text()).toContain(`"code":"${code}"`);
    }
  });

  it('an unknown subscription field is a validation error, over WebSocket too', async () => {
    await using events = await sluice.subscribe('subscription { nothingChanged { id } }');
    await expect(events.take()).rejects.toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  });

  it('an expired cursor is told the earliest that can be resumed from', async () => {
    await using storage = await engine.create({ SEED: 'none', CHANGE_RETENTION_DAYS: '1' });
    const first = await startSluice({ storage });
    const start = await first.head();
    await first.ask(MUTATION);
    await first[Symbol.asyncDispose]();
    // Two days later: the change is past its retention when the server starts.
    await using second = await startSluice({ storage, now: () => Date.now() + 2 * 86_400_000 });
    let event: Answer = {};
    while (!event.errors) {
      await using events = await second.subscribe(SUBSCRIPTION, { after: start });
      event = await events.take();
    }
    expect(event.errors[0]?.extensions).toMatchObject({ code: 'CURSOR_EXPIRED', earliest: expect.any(String) });
    await using resumed = await second.subscribe(SUBSCRIPTION, { after: event.errors[0]?.extensions.earliest });
    await second.ask('mutation { createContact(input: { email: "later@example.com" }) { contact { id } } }');
    expect((await resumed.take()).data.contactChanged.cursor).toEqual(expect.any(String));
  });
});
