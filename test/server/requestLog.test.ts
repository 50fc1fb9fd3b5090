import { describe, expect, it } from 'vitest';
import { startTestServer } from './startTestServer.ts';

describe('The log of requests', () => {
  it('has one line for each, without variables, bodies and credentials', async () => {
    const server = await startTestServer();
    const secrets = { authorization: 'Bearer hunter2', 'apollo-require-preflight': '1' };
    const search = new URLSearchParams({
      query: 'query ($name: String) { hello(name: $name) }',
      variables: '{"name":"hunter2"}',
    });
    await (await fetch(`${server.graphql}?${search}`, { headers: secrets })).text();
    await (await server.post({ query: '{ hello(name: "hunter2") }' }, secrets)).text();
    await server.close();
    const lines = server.log.filter(({ msg }) => msg === 'request');
    expect(lines).toMatchObject([
      { method: 'GET', path: '/graphql', status: 200, durationMs: expect.any(Number) },
      { method: 'POST', path: '/graphql', status: 200 },
    ]);
    expect(JSON.stringify(server.log)).not.toContain('hunter2');
  });

  it('has a line for a stream when it is over, and none for checks of health', async () => {
    const server = await startTestServer();
    await (await fetch(`${server.url}/health/live`)).text();
    server.gateway.ticks.append();
    await (await server.post({ query: 'subscription { ticks(to: 1) { n } }' }, { accept: 'text/event-stream' })).text();
    await server.close();
    expect(server.log.filter(({ msg }) => msg === 'request')).toMatchObject([{ method: 'POST', status: 200 }]);
  });
});
