import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { makeServer } from 'graphql-ws';
import { WebSocketServer } from 'ws';

/** What it serves; the benchmark composes it into a supergraph. */
export const TICKS_SDL = /* GraphQL */ `
  type Query { ticks: Int! }
  type Subscription { ticked: Tick! }
  type Tick { cursor: String!, n: Int!, text: String! }
`;

/** About as long as a change with some fields of two systems. */
const TEXT = 'The order was paid; its customer has been told, and the stock is reserved. '.repeat(3);

/**
 * A subgraph whose subscription tells of a tick for every request to it. Run as `tickSubgraph.ts listen`; over
 * `graphql-transport-ws`, as any subgraph does it.
 */
function serveTicks(): void {
  const waiting = new Set<() => void>();
  let head = 0;
  const tick = (n: number) => ({ cursor: `tick-${String(n).padStart(12, '0')}`, n: 1_000_000 + n, text: TEXT });
  async function* ticked() {
    for (let last = head; ; last++) {
      while (last === head) await new Promise<void>((resolve) => waiting.add(resolve));
      yield { ticked: tick(last + 1) };
    }
  }
  const schema = buildSubgraphSchema({
    typeDefs: parse(TICKS_SDL),
    resolvers: { Query: { ticks: () => head }, Subscription: { ticked: { subscribe: ticked } } },
  });
  const graphql = makeServer({ schema });
  const server = createServer((request, response) => {
    request.resume();
    request.once('end', () => {
      head++;
      const woken = [...waiting];
      waiting.clear();
      for (const wake of woken) wake();
      response.end('{"data":{}}');
    });
  });
  new WebSocketServer({ server }).on('connection', (socket) => {
    const closed = graphql.opened(
      {
        protocol: socket.protocol,
        send: (data) => new Promise((resolve) => socket.send(data, () => resolve())),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (handle) => socket.on('message', (data) => void handle(data.toString())),
      },
      undefined,
    );
    socket.once('close', (code, reason) => void closed(code, reason.toString()));
  });
  server.listen(0, '127.0.0.1', () => {
    process.stdout.write(`It listens on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
  });
}

if (process.argv[2] === 'listen') serveTicks();
