import { EventEmitter, on } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** A webhook as it arrived. */
export interface ArrivedWebhook {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test states the shape by what it expects.
  readonly event: any;
}

/** Answers one request; the default is 204. */
export type Answering = (response: ServerResponse, webhook: ArrivedWebhook) => void | Promise<void>;

/** An HTTP server that webhooks are sent to. */
export interface ReceivingServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** What has arrived so far. */
  readonly arrived: readonly ArrivedWebhook[];
  /** How the next requests are answered. */
  answer(answering: Answering): void;
  /** Resolves with the first `count` webhooks that arrived, once there are so many. */
  take(count: number): Promise<readonly ArrivedWebhook[]>;
}

export async function startReceivingServer(host = '127.0.0.1', port = 0): Promise<ReceivingServer> {
  const arrived: ArrivedWebhook[] = [];
  const events = new EventEmitter();
  let answering: Answering = (response) => void response.writeHead(204).end();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    const webhook = { path: request.url ?? '', headers: request.headers, body, event: JSON.parse(body) };
    arrived.push(webhook);
    events.emit('arrived');
    await answering(response, webhook);
  });
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    port: bound,
    arrived,
    answer(next) {
      answering = next;
    },
    async take(count) {
      if (arrived.length >= count) return arrived.slice(0, count);
      for await (const _ of on(events, 'arrived')) if (arrived.length >= count) break;
      return arrived.slice(0, count);
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Throws unless the secret's owner signed the webhook. */
export function verify(secret: string, { headers, body }: ArrivedWebhook): void {
  new Webhook(secret).verify(body, headers as Record<string, string>);
}
