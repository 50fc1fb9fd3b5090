import { EventSource } from 'eventsource';
import { describe, expect, it } from 'vitest';
import { engines } from '../harness/engines.ts';
import { spawnSluice } from '../harness/spawnSluice.ts';
import { ask, startSluice, subscribe } from '../harness/startSluice.ts';

const CREATE = 'mutation ($input: CreatePaymentInput!) { createPayment(input: $input) { payment { id } } }';
const WATCH = `subscription ($after: Cursor) {
  paymentChanged(after: $after) { cursor payment { description customer { contact { name } } } }
}`;

const payment = (n: number) => ({
  customerEmail: `customer-${n % 7}@example.com`,
  amount: { amount: '1.00', currencyCode: 'EUR' },
  description: String(n),
  idempotencyKey: `payment-${n}`,
});

/** Makes the payment `n`, however often the server goes away meanwhile. */
async function pay(url: () => string, n: number): Promise<void> {
  for (;;) {
    const answer = await ask(url(), CREATE, { input: payment(n) }).catch(() => undefined);
    if (answer?.data) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const numbers = (count: number) => Array.from({ length: count }, (_, n) => String(n));

describe.each(engines)('A subscriber that resumes, on $name', (engine) => {
  it('sees each of 1,000 changes once and in order, however often it is cut off', async () => {
    await using sluice = await startSluice({ engine });
    let cursor = await sluice.head();
    const writing = (async () => {
      for (let n = 0; n < 1_000; n++) await pay(() => sluice.url, n);
    })();
    const seen: string[] = [];
    while (seen.length < 1_000) {
      await using events = await sluice.subscribe(WATCH, { after: cursor });
      for (let n = 0; n < 97 && seen.length < 1_000; n++) {
        const { paymentChanged } = (await events.take()).data;
        seen.push(paymentChanged.payment.description);
        cursor = paymentChanged.cursor;
      }
    }
    await writing;
    expect(seen).toEqual(numbers(1_000));
  }, 120_000);

  it('sees each of 1,000 changes once and in order when the server is killed in between', async () => {
    await using storage = await engine.create({ SEED: 'none' });
    const { variables } = storage;
    let server = await spawnSluice({ variables });
    const args = ['start', '--port', new URL(server.url).port];
    let cursor = (await ask(server.url, '{ changeCursor }')).data.changeCursor;
    const writing = (async () => {
      for (let n = 0; n < 1_000; n++) await pay(() => server.url, n);
    })();
    const seen: string[] = [];
    const readUntilCut = async () => {
      await using events = await subscribe(server.url, WATCH, { after: cursor });
      while (seen.length < 1_000) {
        const { data } = await events.take();
        seen.push(data.paymentChanged.payment.description);
        cursor = data.paymentChanged.cursor;
      }
    };
    for (const killAt of [150, 400, 700]) {
      const reading = readUntilCut().catch(() => 'cut off');
      while (seen.length < killAt) await new Promise((resolve) => setTimeout(resolve, 5));
      await server.end('SIGKILL');
      expect(await reading).toBe('cut off');
      server = await spawnSluice({ args, variables });
    }
    await readUntilCut();
    await writing;
    await server.end('SIGTERM');
    expect(seen).toEqual(numbers(1_000));
  }, 180_000);

  it('goes on by itself as an EventSource, which sends the id of the last event it got', async () => {
    await using storage = await engine.create({ SEED: 'none' });
    const url = new URL('http://127.0.0.1/graphql');
    const seen: string[] = [];
    let all = () => {};
    const done = new Promise<void>((resolve) => {
      all = resolve;
    });
    let sluice = await startSluice({ storage });
    const port = Number(new URL(sluice.url).port);
    url.port = String(port);
    url.searchParams.set(
      'query',
      'subscription ($after: Cursor) { paymentChanged(after: $after) { payment { description } } }',
    );
    url.searchParams.set('variables', JSON.stringify({ after: await sluice.head() }));
    const source = new EventSource(url);
    source.addEventListener('next', ({ data }) => {
      seen.push(JSON.parse(data).data.paymentChanged.payment.description);
      if (seen.length === 20) all();
    });
    for (let n = 0; n < 10; n++) await pay(() => sluice.url, n);
    await sluice[Symbol.asyncDispose]();
    sluice = await startSluice({ storage, port });
    for (let n = 10; n < 20; n++) await pay(() => sluice.url, n);
    await done;
    source.close();
    await sluice[Symbol.asyncDispose]();
    expect(seen).toEqual(numbers(20));
  }, 60_000);
});
