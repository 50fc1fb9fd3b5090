import { describe, expect, it } from 'vitest';
import { describeOnPostgres } from '../harness/describeOnPostgres.ts';
import { engines } from '../harness/engines.ts';
import { spawnSluice } from '../harness/spawnSluice.ts';
import { ask, startSluice } from '../harness/startSluice.ts';
import { startReceivingServer, verify } from './receivingServer.ts';
import { ALLOW_LOOPBACK, createContacts, createEndpoint, endpointWith, letWaitsPass } from './webhookEndpoints.ts';

describe.each(engines)('A process that is killed on $name', (engine) => {
  it('between the effect of a webhook and its record leaves it to be sent again, under the same id', async () => {
    await using storage = await engine.create({ SEED: 'none', ...ALLOW_LOOPBACK });
    await using server = await startReceivingServer();
    const killed = await spawnSluice({ variables: storage.variables });
    const asking = { ask: (query: string, variables?: object) => ask(killed.url, query, { ...variables }) };
    const { id, secret } = await createEndpoint(asking, { url: server.url });
    // The webhook has its effect, and its answer is held back until the process is gone.
    server.answer(() => undefined);
    await createContacts(asking, 1);
    await server.take(1);
    await killed.end('SIGKILL');
    server.answer((response) => void response.writeHead(204).end());
    await letWaitsPass(storage);

    await using again = await startSluice({ storage });
    const { deliveries } = await endpointWith(again, id, 'DELIVERED');
    expect(deliveries.nodes[0].attempts).toMatchObject([
      { number: 1, endedAt: null, httpStatus: null },
      { number: 2, endedAt: expect.stringMatching(/Z$/), httpStatus: 204 },
    ]);
    const [first, second] = server.arrived;
    expect(server.arrived).toHaveLength(2);
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.body).toBe(first?.body);
    if (second) verify(secret, second);
  });
});

describeOnPostgres('Two processes', (engine) => {
  it('share the deliveries: each webhook arrives once', async () => {
    await using storage = await engine.create({ SEED: 'none', ...ALLOW_LOOPBACK });
    await using server = await startReceivingServer();
    await using first = await startSluice({ storage });
    await using second = await startSluice({ storage });
    const { id } = await createEndpoint(first, { url: server.url });
    await Promise.all([createContacts(first, 50), createContacts(second, 50)]);
    await endpointWith(first, id, 'DELIVERED', 100);
    const ids = server.arrived.map(({ headers }) => headers['webhook-id']);
    expect(ids).toHaveLength(100);
    expect(new Set(ids).size).toBe(100);
  });
});
