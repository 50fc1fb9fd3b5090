import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/**
 * A limit: each request is answered at once, and sends one prepared frame to every socket that has subscribed. Speaks as
 * much of `graphql-transport-ws` as a subscriber needs. Run as `broadcastServer.ts MESSAGES_FILE`.
 */
interface Messages {
  /** What a mutation is answered. */
  readonly answer: string;
  /** What a subscriber gets. */
  readonly frame: string;
}

const { answer, frame } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Messages;
/** Encoded once, as a loop would do it that is in a hurry. */
const frameBytes = Buffer.from(frame);
const subscribers = new Set<WebSocket>();

const server = createServer((request, response) => {
  request.resume();
  request.once('end', () => {
    for (const socket of subscribers) socket.send(frameBytes, { binary: false });
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(answer);
  });
});
new WebSocketServer({ server }).on('connection', (socket) => {
  socket.on('message', (data) => {
    const { type } = JSON.parse(data.toString()) as { type: string };
    if (type === 'connection_init') socket.send('{"type":"connection_ack"}');
    if (type === 'subscribe') subscribers.add(socket);
  });
  socket.once('close', () => subscribers.delete(socket));
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`It listens on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
