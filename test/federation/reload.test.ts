import { describe, expect, it } from 'vitest';
import { FederationGateway } from '../../gateway/federation/federationGateway.ts';
import type { SubgraphTransport } from '../../gateway/federation/transport/subgraphTransport.ts';
import { composeGateway, SILENT, supergraphOf } from './composedGateway.ts';

const before = {
  a: { sdl: 'type Query { a: String } type Subscription { ticks: Int }' },
  old: { sdl: 'type Query { old: String }' },
};
const after = {
  a: { sdl: 'type Query { a: String, b: String }' },
  fresh: { sdl: 'type Query { fresh: String }' },
};

/** Transports that wait for the test, and tell what was made and closed. */
function watchedTransports() {
  const made: string[] = [];
  const closed: string[] = [];
  const waiting: (() => void)[] = [];
  const transport = (name: string): SubgraphTransport => ({
    execute: async () => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return { data: { a: 'A', old: 'O' } };
    },
    async *subscribe(_request, { signal }) {
      yield { data: { ticks: 1 } };
      await new Promise((resolve) => {
        signal.addEventListener('abort', resolve, { once: true });
      });
    },
    close: async () => {
      closed.push(name);
    },
  });
  const answerAll = (): void => {
    for (const answer of waiting.splice(0)) answer();
  };
  return { made, closed, waiting, transport, answerAll };
}

async function compose(watched: ReturnType<typeof watchedTransports>) {
  const errors: string[] = [];
  const logger = { ...SILENT, error: (message: string) => errors.push(message) };
  const gateway = await composeGateway(before, {
    transports: { a: watched.transport('a'), old: watched.transport('old'), fresh: watched.transport('fresh') },
    logger,
  });
  return { ...gateway, errors };
}

describe('A reload of the supergraph', () => {
  it('lets a request that runs go on with the supergraph it was validated with', async () => {
    const watched = watchedTransports();
    const { query, reload, schema } = await compose(watched);
    const running = query('{ old }');
    await expect.poll(() => watched.waiting.length).toBe(1);
    reload(supergraphOf(after));
    expect(schema().getQueryType()?.getFields()).toHaveProperty('fresh');
    expect(watched.closed).toEqual([]);
    watched.answerAll();
    expect(await running).toEqual({ data: { old: 'O' } });
    await expect.poll(() => watched.closed).toEqual(['old']);
  });

  it('keeps the transports to subgraphs that stay, and closes the others once they are unused', async () => {
    const watched = watchedTransports();
    const { gateway, reload } = await compose(watched);
    reload(supergraphOf(after));
    await expect.poll(() => watched.closed).toEqual(['old']);
    await gateway.stop();
    expect(watched.closed.toSorted()).toEqual(['a', 'fresh', 'old']);
  });

  it('ends a subscription that is not valid any more, with a code that says so, and gives its transports back', async () => {
    const watched = watchedTransports();
    const { subscribe, reload } = await compose(watched);
    const events = await subscribe('subscription { ticks }');
    await events.next();
    const pending = events.next();
    reload(supergraphOf(after));
    await expect(pending).rejects.toMatchObject({ extensions: { code: 'SUBSCRIPTION_OUTDATED', retryable: true } });
    await expect.poll(() => watched.closed).toEqual(['old']);
  });

  it('keeps the last good supergraph when the new one is broken, and logs why', async () => {
    const { schema, reload, errors } = await compose(watchedTransports());
    const good = schema();
    reload('type Query { broken');
    reload('type Query { a: String }');
    expect(schema()).toBe(good);
    expect(errors).toEqual([
      expect.stringContaining('(line 1, column 20)'),
      expect.stringMatching(/^The new supergraph is not used, the last one stays: The supergraph cannot be served: /),
    ]);
  });

  it('goes unnoticed when nothing changed', async () => {
    const { schema, reload } = await compose(watchedTransports());
    const good = schema();
    reload(supergraphOf(before));
    expect(schema()).toBe(good);
  });
});

describe('Stopping the gateway', () => {
  it('ends subscriptions, also those that began with earlier supergraphs, cleans the manager up and closes every transport once', async () => {
    const watched = watchedTransports();
    let cleanups = 0;
    let update: (sdl: string) => void = () => {};
    const composed = await compose(watched);
    const events = await composed.subscribe('subscription { ticks }');
    await events.next();
    const pending = events.next();
    composed.reload(supergraphOf({ ...before, fresh: after.fresh }));
    await composed.gateway.stop();
    expect((await pending).done).toBe(true);
    expect(watched.closed.toSorted()).toEqual(['a', 'fresh', 'old']);

    const gateway = new FederationGateway({
      supergraph: {
        initialize: async (options) => {
          update = options.update;
          return { supergraphSdl: supergraphOf(before), cleanup: async () => void cleanups++ };
        },
      },
      transports: watched.transport,
      logger: SILENT,
    });
    await gateway.load();
    await gateway.stop();
    expect(cleanups).toBe(1);
    update(supergraphOf(after));
    expect(gateway.supergraphSdl).toBe(supergraphOf(before));
  });
});

describe('A first supergraph that cannot be served', () => {
  it.each([
    ['is no GraphQL', 'type Query {', 'The supergraph cannot be served: Syntax Error: Expected Name, found <EOF>.'],
    ['is no supergraph', 'type Query { a: Int }', 'The supergraph cannot be served: Invalid supergraph'],
  ])('because it %s, fails the load with CONFIGURATION_INVALID', async (_name, supergraphSdl, message) => {
    await expect(composeGateway(before, { supergraphSdl })).rejects.toMatchObject({
      code: 'CONFIGURATION_INVALID',
      message: expect.stringContaining(message),
    });
  });
});
