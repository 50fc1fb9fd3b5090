import { createClient } from 'graphql-ws';
import { describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { webSocketHeaders } from '../../gateway/server/webSocketHeaders.ts';
import { startTestServer, type TestServer } from './startTestServer.ts';

const QUERY = '{ tenant: header(name: "x-tenant") secret: header(name: "x-secret") }';

async function askByWebSocket(
  server: TestServer,
  upgradeHeaders: Record<string, string>,
  connectionParams: Record<string, unknown>,
): Promise<unknown> {
  class WithHeaders extends WebSocket {
    constructor(address: string, protocols: string[]) {
      super(address, protocols, { headers: upgradeHeaders });
    }
  }
  const client = createClient({ url: server.webSocket, webSocketImpl: WithHeaders, connectionParams });
  const { value } = await client.iterate({ query: QUERY }).next();
  await client.dispose();
  return value.data;
}

describe('The headers that subgraphs receive', () => {
  it('are those of the request that are configured, whatever their case', async () => {
    const server = await startTestServer({ forwardHeaders: ['X-Tenant'] });
    const response = await server.post({ query: QUERY }, { 'X-TENANT': 'acme', 'x-secret': 'hunter2' });
    expect(await response.json()).toEqual({ data: { tenant: 'acme', secret: null } });
  });

  it('are those of a WebSocket upgrade, overridden by the payload of connection_init', async () => {
    const server = await startTestServer({ forwardHeaders: ['x-tenant'] });
    expect(await askByWebSocket(server, { 'x-tenant': 'acme', 'x-secret': 'hunter2' }, {})).toEqual({
      tenant: 'acme',
      secret: null,
    });
    const params = { headers: { 'X-Tenant': 'globex', 'x-secret': 'hunter2' } };
    expect(await askByWebSocket(server, { 'x-tenant': 'acme' }, params)).toEqual({ tenant: 'globex', secret: null });
  });

  it('are not those that a browser attached for a page of another origin', () => {
    const upgrade = { host: 'sluice.example', cookie: 'session=1' };
    const pick = (headers: Record<string, string>, params?: Record<string, unknown>) =>
      webSocketHeaders({ ...upgrade, ...headers }, params, ['cookie']);
    expect(pick({})).toEqual({ cookie: 'session=1' });
    expect(pick({ origin: 'https://sluice.example' })).toEqual({ cookie: 'session=1' });
    expect(pick({ origin: 'https://evil.example' })).toEqual({});
    expect(pick({ origin: 'null' })).toEqual({});
    expect(pick({ origin: 'https://evil.example' }, { headers: { Cookie: 'known' } })).toEqual({ cookie: 'known' });
    expect(pick({ origin: 'https://public.example', 'x-forwarded-host': 'public.example' })).toEqual({
      cookie: 'session=1',
    });
  });

  it.each([[undefined], [{}], [{ headers: null }], [{ headers: 'x-tenant' }], [{ headers: { 'x-tenant': 7 } }]])(
    'are untouched by the payload %j',
    (params) => {
      expect(webSocketHeaders({ 'x-tenant': 'acme' }, params, ['x-tenant'])).toEqual({ 'x-tenant': 'acme' });
    },
  );
});
