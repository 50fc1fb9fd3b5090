import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Exchange } from './exchanges.ts';

/**
 * A limit: what `node:http` alone does with answers of the same bytes. It reads each request to its end and parses
 * nothing. Run as `plainServer.ts EXCHANGES_FILE`.
 */
const exchanges = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as readonly Exchange[];
const bodies = exchanges.map(({ answer }) => Buffer.from(JSON.stringify(answer)));
let next = 0;

const server = createServer((request, response) => {
  request.resume();
  request.once('end', () => {
    const body = bodies[next] as Buffer;
    next = (next + 1) % bodies.length;
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length });
    response.end(body);
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`It listens on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
