import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { SHOP } from './shop.ts';

/** What has been asked of the subgraphs since it was last told. */
export interface ShopCounts {
  readonly requests: number;
  readonly withoutAuthorization: number;
}

/**
 * The shop's four subgraphs, at `/NAME`. What they answer a body with is computed once, so that the gateway in front of
 * them is what a load measures. `/delay/MS` makes each answer take so much longer from then on; `/counts` tells
 * {@link ShopCounts} and begins anew.
 */
const schemas = new Map(
  Object.entries(SHOP).map(([name, { sdl, resolvers }]) => [
    name,
    buildSubgraphSchema({ typeDefs: parse(sdl), resolvers }),
  ]),
);
const answers = new Map<string, Promise<Buffer>>();
const counts = { requests: 0, withoutAuthorization: 0 };
let delayMs = 0;

async function compute(name: string, body: string): Promise<Buffer> {
  const schema = schemas.get(name);
  if (!schema) throw new Error(`There is no subgraph ${name}.`);
  const { query, variables, operationName } = JSON.parse(body);
  const answer = await graphql({ schema, source: query, variableValues: variables, operationName });
  return Buffer.from(JSON.stringify(answer));
}

function send(response: ServerResponse, answer: Buffer | string): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) });
  response.end(answer);
}

const server = createServer((request, response) => {
  const [, name = '', argument] = (request.url ?? '').split('/');
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.once('end', async () => {
    if (name === 'delay') {
      delayMs = Number(argument);
      return send(response, '{}');
    }
    if (name === 'counts') {
      send(response, JSON.stringify(counts));
      counts.requests = counts.withoutAuthorization = 0;
      return;
    }
    counts.requests++;
    if (!request.headers.authorization) counts.withoutAuthorization++;
    const body = Buffer.concat(chunks).toString();
    const key = `${name} ${body}`;
    let answer = answers.get(key);
    if (!answer) {
      answer = compute(name, body);
      answers.set(key, answer);
    }
    const ready = await answer;
    if (delayMs > 0) setTimeout(send, delayMs, response, ready);
    else send(response, ready);
  });
});
// A gateway waits for its turn longer than Node keeps an idle connection; none shall find its connections just closed.
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`It listens on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
