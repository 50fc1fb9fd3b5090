import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type EventSubscriber,
  type EventSubscription,
  STREAM,
  type StreamedEvent,
} from '../../gateway/federation/subscriptions/eventStream.ts';
import { ANONYMOUS } from '../../subgraphs/kit/caller.ts';
import { ChangeSubgraphs, changes } from './changeSubgraph.ts';
import { type ComposedGateway, composeGateway, type OperationOptions, supergraphOf } from './composedGateway.ts';

const DOCUMENT = 'subscription Watch { changed { n record { name } } }';

/** A subscriber that keeps what it gets. */
class Client implements EventSubscriber {
  readonly events: StreamedEvent[] = [];
  isReady = true;
  ended = false;
  error: unknown;
  subscription: EventSubscription | undefined;

  deliver(event: StreamedEvent): void {
    this.events.push(event);
  }

  end(error?: unknown): void {
    this.ended = true;
    this.error = error;
  }

  get numbers(): number[] {
    return this.events.map(({ cursor }) => Number(cursor?.slice(1)));
  }
}

async function subscribe(gateway: ComposedGateway, document: string, options?: OperationOptions): Promise<Client> {
  const { [STREAM]: stream, ...refused } = await gateway.execute(document, options);
  if (!stream) throw new Error(`No stream but ${JSON.stringify(refused)}`);
  const client = new Client();
  client.subscription = stream.subscribe(client);
  return client;
}

const resumeAfter = (n: number): OperationOptions => ({ context: { resumeAfter: `c${n}` } });

async function start(pause?: () => Promise<void>) {
  const subgraphs = new ChangeSubgraphs(pause);
  const { changes: owner, names } = subgraphs.transports;
  const transports = { ...subgraphs.transports, moved: owner, renamed: names } as typeof subgraphs.transports;
  return { subgraphs, gateway: await composeGateway(changes, { transports }) };
}

describe('Equal subscriptions', () => {
  it('share one upstream, one execution and one event object', async () => {
    const { gateway, subgraphs } = await start();
    const clients = [
      await subscribe(gateway, DOCUMENT),
      await subscribe(gateway, `# The same\n${DOCUMENT}`),
      await subscribe(
        gateway,
        'subscription Watch { ...Root } fragment Root on Subscription { changed { n record { name } } }',
      ),
    ];
    await expect.poll(() => subgraphs.open).toBeGreaterThan(0);
    subgraphs.append(2);
    await expect.poll(() => clients.map(({ numbers }) => numbers)).toEqual(clients.map(() => [1, 2]));
    expect(subgraphs.opened).toBe(2);
    // Once for each event of an upstream at most: equal queries of two upstreams may be one too.
    expect(subgraphs.completed).toBeLessThanOrEqual(4);
    expect(clients[1]?.events[0]).toBe(clients[0]?.events[0]);
    expect(clients[0]?.events[0]?.result).toEqual({ data: { changed: { n: 1, record: { name: 'Record r1' } } } });
  });

  it('are equal whatever order the members of variables come in', async () => {
    const { gateway, subgraphs } = await start();
    const document = 'subscription ($kind: [String!], $after: String) { changed(kind: $kind, after: $after) { n } }';
    await subscribe(gateway, document, { variables: { kind: ['A'], after: null } });
    await subscribe(gateway, document, { variables: { after: null, kind: ['A'] } });
    await expect.poll(() => subgraphs.open).toBe(1);
    expect(subgraphs.opened).toBe(1);
  });

  it.each<[string, string, OperationOptions]>([
    ['with other fields', 'subscription Watch { changed { n } }', {}],
    ['with another alias', 'subscription Watch { changed { m: n record { name } } }', {}],
    ['with other arguments', 'subscription Watch { changed(kind: ["A"]) { n record { name } } }', {}],
    ['of another caller', DOCUMENT, { context: { caller: { ...ANONYMOUS, id: 'ada' } } }],
    ['of a caller with another scope', DOCUMENT, { context: { caller: { ...ANONYMOUS, scopes: ['crm:read'] } } }],
    ['of a caller with another claim', DOCUMENT, { context: { caller: { ...ANONYMOUS, claims: { tenant: 'a' } } } }],
    ['with a forwarded header', DOCUMENT, { context: { forwardedHeaders: { authorization: 'Bearer a' } } }],
    ['that keeps its own progress', DOCUMENT, { context: { onProgress: () => {} } }],
  ])('do not share with one %s', async (_, document, options) => {
    const { gateway, subgraphs } = await start();
    await subscribe(gateway, DOCUMENT);
    await subscribe(gateway, document, options);
    await expect.poll(() => subgraphs.open).toBe(2);
  });

  it('do not share between callers whose variables differ, wherever these are used', async () => {
    const { gateway, subgraphs } = await start();
    const document = 'subscription ($with: Boolean!) { changed { n record @include(if: $with) { name } } }';
    for (const value of [true, false, true]) await subscribe(gateway, document, { variables: { with: value } });
    await expect.poll(() => subgraphs.open).toBe(2);
    expect(subgraphs.opened).toBe(2);
  });

  it('leave nothing open behind the last of them', async () => {
    const { gateway, subgraphs } = await start();
    const [first, second] = [await subscribe(gateway, DOCUMENT), await subscribe(gateway, DOCUMENT)];
    await expect.poll(() => subgraphs.open).toBe(1);
    first.subscription?.unsubscribe();
    subgraphs.append();
    await expect.poll(() => second.numbers).toEqual([1]);
    expect(first.numbers).toEqual([]);
    second.subscription?.unsubscribe();
    await expect.poll(() => subgraphs.open).toBe(0);
    const again = await subscribe(gateway, DOCUMENT);
    again.subscription?.unsubscribe();
    await nextTurn();
    expect(subgraphs.opened).toBe(1);
  });

  it('without cursors share as well, beginning with the next event', async () => {
    const { gateway, subgraphs } = await start();
    const early = await subscribe(gateway, 'subscription { counted }');
    await expect.poll(() => subgraphs.open).toBe(1);
    subgraphs.append();
    await expect.poll(() => early.events.length).toBe(1);
    const late = await subscribe(gateway, 'subscription { counted }');
    await nextTurn();
    subgraphs.append();
    await expect.poll(() => late.events).toEqual([{ result: { data: { counted: 2 } } }]);
    expect(subgraphs.opened).toBe(1);
  });

  it('are read as long as one of them has room, and no further', async () => {
    const { gateway, subgraphs } = await start();
    const [fast, slow] = [await subscribe(gateway, DOCUMENT), await subscribe(gateway, DOCUMENT)];
    slow.isReady = false;
    await expect.poll(() => subgraphs.open).toBe(1);
    subgraphs.append(3);
    await expect.poll(() => fast.numbers).toEqual([1, 2, 3]);
    fast.isReady = false;
    subgraphs.append(3);
    await expect.poll(() => slow.numbers).toEqual([1, 2, 3, 4]);
    for (let turn = 0; turn < 20; turn++) await nextTurn();
    expect([fast.numbers.at(-1), slow.numbers.at(-1)]).toEqual([4, 4]);
    slow.isReady = true;
    slow.subscription?.ready();
    await expect.poll(() => fast.numbers).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe('A subscriber that resumes', () => {
  it('gets what the others still have from there, without an upstream of its own', async () => {
    const { gateway, subgraphs } = await start();
    const live = await subscribe(gateway, DOCUMENT);
    await expect.poll(() => subgraphs.open).toBe(1);
    subgraphs.append(5);
    await expect.poll(() => live.numbers.length).toBe(5);
    const resumed = await subscribe(gateway, DOCUMENT, resumeAfter(2));
    await expect.poll(() => resumed.numbers).toEqual([3, 4, 5]);
    expect(resumed.events[0]).toBe(live.events[2]);
    expect(subgraphs).toMatchObject({ opened: 1, completed: 5 });
  });

  it.each([
    ['more of them than are kept', 200, 10],
    ['more bytes of them than are kept', 5, 300_000],
  ])('reads again what was missed when it is %s', async (_, count, bytes) => {
    const { gateway, subgraphs } = await start();
    subgraphs.text = 'x'.repeat(bytes);
    const document = 'subscription Watch { changed { n record { text } } }';
    const live = await subscribe(gateway, document);
    await expect.poll(() => subgraphs.open).toBe(1);
    subgraphs.append(count);
    await expect.poll(() => live.numbers.length).toBe(count);
    const near = await subscribe(gateway, document, resumeAfter(count - 1));
    await expect.poll(() => near.numbers).toEqual([count]);
    expect(subgraphs.opened).toBe(1);
    const far = await subscribe(gateway, document, resumeAfter(1));
    await expect.poll(() => far.numbers.length).toBe(count - 1);
    expect(subgraphs.opened).toBe(2);
    await expect.poll(() => subgraphs.open).toBe(1);
  });

  it.each([
    ['a literal', 'subscription Watch { changed(after: "c2") { n record { name } } }', {}],
    ['a variable', 'subscription Watch($a: String) { changed(after: $a) { n record { name } } }', { a: 'c2' }],
    ['a default', 'subscription Watch($a: String = "c2") { changed(after: $a) { n record { name } } }', {}],
  ])('may say where by %s', async (_, document, variables) => {
    const { gateway, subgraphs } = await start();
    subgraphs.append(4);
    const client = await subscribe(gateway, document, { variables });
    await expect.poll(() => client.numbers).toEqual([3, 4]);
  });

  it('catches up by itself and then shares, each event once and in order', async () => {
    const { gateway, subgraphs } = await start(() => nextTurn());
    subgraphs.append(10);
    const live = await subscribe(gateway, DOCUMENT);
    await expect.poll(() => subgraphs.open).toBe(1);
    const late = await subscribe(gateway, DOCUMENT, resumeAfter(3));
    await expect.poll(() => late.numbers).toEqual([4, 5, 6, 7, 8, 9, 10]);
    expect(subgraphs.open).toBe(2);
    subgraphs.append(3);
    await expect.poll(() => late.numbers).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
    await expect.poll(() => live.numbers).toEqual([11, 12, 13]);
    await expect.poll(() => subgraphs.open).toBe(1);
    expect(late.events.at(-1)).toBe(live.events.at(-1));
  });

  it('shares with those that resume after the same cursor, as all do after a restart', async () => {
    const { gateway, subgraphs } = await start();
    subgraphs.append(7);
    const clients = await Promise.all(Array.from({ length: 50 }, () => subscribe(gateway, DOCUMENT, resumeAfter(5))));
    await expect.poll(() => clients.map(({ numbers }) => numbers)).toEqual(clients.map(() => [6, 7]));
    expect(subgraphs).toMatchObject({ opened: 1, completed: 2 });
  });

  it('gets all of them also from where another began, when that was long ago', async () => {
    const { gateway, subgraphs } = await start();
    subgraphs.append(1);
    const first = await subscribe(gateway, DOCUMENT, resumeAfter(1));
    await expect.poll(() => subgraphs.open).toBe(1);
    subgraphs.append(300);
    await expect.poll(() => first.numbers.length).toBe(300);
    const second = await subscribe(gateway, DOCUMENT, resumeAfter(1));
    await expect.poll(() => second.numbers).toEqual(first.numbers);
    await expect.poll(() => subgraphs.open).toBe(1);
  });

  it('gets each event once and in order, whoever joins, leaves, lags and resumes when', async () => {
    const step = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({ kind: fc.constant('append' as const), count: fc.integer({ min: 1, max: 4 }) }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('append' as const), count: fc.constant(150) }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('join' as const) }) },
      {
        weight: 4,
        arbitrary: fc.record({ kind: fc.constant('resume' as const), behind: fc.integer({ min: 0, max: 8 }) }),
      },
      {
        weight: 1,
        arbitrary: fc.record({ kind: fc.constant('resume' as const), behind: fc.integer({ min: 100, max: 200 }) }),
      },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('leave' as const), who: fc.nat(20) }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('lag' as const), who: fc.nat(20) }) },
      {
        weight: 6,
        arbitrary: fc.record({ kind: fc.constant('turns' as const), count: fc.integer({ min: 1, max: 6 }) }),
      },
    );
    const program = fc.array(step, { minLength: 5, maxLength: 60 });
    const pauses = fc.array(fc.nat(3), { minLength: 1, maxLength: 17 });
    const run = fc.asyncProperty(program, pauses, async (steps, lengths) => {
      let paused = 0;
      const { gateway, subgraphs } = await start(async () => {
        for (let turn = lengths[paused++ % lengths.length] ?? 0; turn > 0; turn--) await nextTurn();
      });
      subgraphs.append(5);
      const here: { client: Client; first: number | undefined; joinedAt: number }[] = [];
      for (const next of steps) {
        const chosen = 'who' in next ? here[next.who % Math.max(here.length, 1)] : undefined;
        if (next.kind === 'append') subgraphs.append(next.count);
        if (next.kind === 'turns') for (let turn = 0; turn < next.count; turn++) await nextTurn();
        if (next.kind === 'join') {
          const client = await subscribe(gateway, DOCUMENT);
          here.push({ client, first: undefined, joinedAt: subgraphs.head });
        }
        if (next.kind === 'resume') {
          const after = Math.max(0, subgraphs.head - next.behind);
          const client = await subscribe(gateway, DOCUMENT, resumeAfter(after));
          here.push({ client, first: after + 1, joinedAt: subgraphs.head });
        }
        if (next.kind === 'leave' && chosen) {
          chosen.client.subscription?.unsubscribe();
          here.splice(here.indexOf(chosen), 1);
        }
        if (next.kind === 'lag' && chosen) {
          chosen.client.isReady = !chosen.client.isReady;
          chosen.client.subscription?.ready();
        }
      }
      for (const { client } of here) {
        client.isReady = true;
        client.subscription?.ready();
      }
      // Those who joined without a cursor have begun by then, and get what happens now.
      for (let turn = 0; turn < 20; turn++) await nextTurn();
      subgraphs.append(2);
      const isDone = () => here.every(({ client }) => client.numbers.at(-1) === subgraphs.head);
      for (let turn = 0; turn < 20_000 && !isDone(); turn++) await nextTurn();
      for (const { client, first, joinedAt } of here) {
        const begin = first ?? client.numbers[0] ?? 0;
        const expected = Array.from({ length: subgraphs.head - begin + 1 }, (_, index) => begin + index);
        expect(client.numbers).toEqual(expected);
        // Nothing is missed that happened after somebody had joined, and was there.
        expect(begin).toBeLessThanOrEqual(Math.max(joinedAt, subgraphs.head - 2) + 1);
        expect(client.ended).toBe(false);
      }
      for (let turn = 0; turn < 20; turn++) await nextTurn();
      expect(subgraphs.open).toBe(here.length > 0 ? 1 : 0);
      for (const { client } of here) client.subscription?.unsubscribe();
      for (let turn = 0; turn < 20 && subgraphs.open > 0; turn++) await nextTurn();
      expect(subgraphs.open).toBe(0);
    });
    await fc.assert(run, { numRuns: 150 });
  }, 120_000);
});

describe('A reload of the supergraph', () => {
  const widened = {
    ...changes,
    names: { sdl: 'type Query { named: Int, more: Int } type Record @key(fields: "id") { id: ID!, name: String }' },
  };

  it('keeps a subscription whose events come from where they came, on its upstream, and new ones share with it', async () => {
    const { gateway, subgraphs } = await start();
    const before = await subscribe(gateway, DOCUMENT);
    await expect.poll(() => subgraphs.open).toBe(1);
    gateway.reload(supergraphOf(widened));
    const after = await subscribe(gateway, DOCUMENT);
    await nextTurn();
    subgraphs.append();
    await expect.poll(() => after.numbers).toEqual([1]);
    expect(after.events[0]).toBe(before.events[0]);
    expect(subgraphs.opened).toBe(1);
  });

  it('completes the events from then on as the new supergraph says', async () => {
    const { gateway, subgraphs } = await start();
    const client = await subscribe(gateway, DOCUMENT);
    await expect.poll(() => subgraphs.open).toBe(1);
    gateway.reload(
      supergraphOf({
        changes: changes.changes,
        renamed: { sdl: 'type Query { named: Int } type Record @key(fields: "id") { id: ID!, name: String }' },
      }),
    );
    subgraphs.append();
    await expect.poll(() => client.numbers).toEqual([1]);
    expect(gateway.requests.at(-1)).toMatchObject({ subgraph: 'renamed' });
    expect(subgraphs.opened).toBe(1);
  });

  it.each([
    ['a field is gone', { ...changes, names: { sdl: 'type Query { named: Int }' } }],
    [
      'its events come from another subgraph',
      {
        moved: changes.changes,
        names: changes.names,
      },
    ],
  ])('ends a subscription when %s, with a code after which to subscribe again', async (_, subgraphsAfter) => {
    const { gateway, subgraphs } = await start();
    const client = await subscribe(gateway, DOCUMENT);
    const other = await subscribe(gateway, 'subscription { counted }');
    await expect.poll(() => subgraphs.open).toBe(2);
    gateway.reload(supergraphOf(subgraphsAfter));
    expect(client).toMatchObject({ ended: true, error: { code: 'SUBSCRIPTION_OUTDATED' } });
    expect(other.ended).toBe('moved' in subgraphsAfter);
  });
});
