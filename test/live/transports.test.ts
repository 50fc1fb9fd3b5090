import { createClient as createSseClient } from 'graphql-sse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../harness/engines.ts';
import { startSluice, type TestSluice } from '../harness/startSluice.ts';

const WATCH = `subscription ($after: Cursor) {
  paymentChanged(status: [SUCCEEDED], after: $after) {
    kind payment { amount { amount currencyCode } customer { name email contact { stage owner } } }
  }
}`;
const SEEN = {
  kind: 'CREATED',
  payment: {
    amount: { amount: '7.25', currencyCode: 'EUR' },
    customer: {
      name: 'Bea Novak',
      email: 'bea@example.com',
      contact: { stage: 'PROSPECT', owner: 'tove@sluice.example' },
    },
  },
};

describe.each(engines)('A payment on $name', (engine) => {
  let sluice: TestSluice;
  let after: string;
  beforeAll(async () => {
    sluice = await startSluice({ engine });
    const contact = '{ email: "bea@example.com", name: "Bea Novak", stage: PROSPECT, owner: "tove@sluice.example" }';
    await sluice.ask(`mutation { createContact(input: ${contact}) { contact { id } } }`);
    after = await sluice.head();
    const payment = '{ customerEmail: "bea@example.com", amount: { amount: "7.25", currencyCode: "EUR" } }';
    await sluice.ask(`mutation { createPayment(input: ${payment}) { payment { id } } }`);
  });
  afterAll(() => sluice[Symbol.asyncDispose]());

  it('reaches a WebSocket subscriber with what the CRM knows of its customer', async () => {
    await using events = await sluice.subscribe(WATCH, { after });
    expect(await events.take()).toEqual({ data: { paymentChanged: SEEN } });
  });

  it('reaches an SSE subscriber with what the CRM knows of its customer', async () => {
    const client = createSseClient({ url: `${sluice.url}/graphql`, retryAttempts: 0 });
    const events = client.iterate({ query: WATCH, variables: { after } });
    expect((await events.next()).value).toEqual({ data: { paymentChanged: SEEN } });
    client.dispose();
  });

  it('reaches a multipart subscriber with what the CRM knows of its customer', async () => {
    const stopping = new AbortController();
    const response = await fetch(`${sluice.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'multipart/mixed;subscriptionSpec="1.0", application/json',
      },
      body: JSON.stringify({ query: WATCH, variables: { after } }),
      signal: stopping.signal,
    });
    expect(response.headers.get('content-type')).toContain('subscriptionSpec=1.0');
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += new TextDecoder().decode(chunk);
      if (text.includes('payload')) break;
    }
    stopping.abort();
    expect(JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1))).toEqual({
      payload: { data: { paymentChanged: SEEN } },
    });
  });
});
