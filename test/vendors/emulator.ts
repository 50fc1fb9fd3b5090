import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Faults } from './faults.ts';
import { WebhookSender } from './webhookSender.ts';

/** A request to a vendor's API. */
export interface VendorRequest {
  readonly method: string;
  /** Without the query, such as `/v1/customers/cus_1`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer of a vendor's API; `body` is sent as JSON unless it is a text. */
export interface VendorResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** One vendor: its state, its wire format and its rules. */
export interface VendorDefinition {
  /** Does what the request asks, and answers. */
  handle(request: VendorRequest): VendorResponse;
  /** How the vendor says that there were too many requests. */
  throttled(): VendorResponse;
  /** How the vendor says that something failed on its side. */
  failed(): VendorResponse;
  /**
   * What stands around the effect and its answer, faulty or not, such as a store of answers by idempotency key, which
   * keeps a 500 too. @default nothing
   */
  around?(request: VendorRequest, respond: () => VendorResponse): VendorResponse;
}

/** A vendor's API on a port of its own, with its webhooks, and its faults on demand. */
export interface VendorEmulator extends AsyncDisposable {
  /** Such as `http://127.0.0.1:49152`. */
  readonly url: string;
  readonly faults: Faults;
  readonly webhooks: WebhookSender;
  /** The requests since the last call, refused ones too. */
  takeRequests(): readonly VendorRequest[];
  /** Stops answering, as a vendor that is down does, until it is called with `false`. */
  setDown(down: boolean): void;
}

const MAX_BODY_BYTES = 10_000_000;

/**
 * Starts a vendor's emulator on a free port. `define` makes the vendor's state, and is given what sends its webhooks, which
 * the emulator closes. It is the vendors' emulators' common part: a server, requests that are counted, and faults.
 */
export async function startEmulator(
  define: (webhooks: WebhookSender) => VendorDefinition,
  webhooks = new WebhookSender(),
): Promise<VendorEmulator> {
  const faults = new Faults();
  const vendor = define(webhooks);
  let requests: VendorRequest[] = [];
  let down = false;
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => {
      // A fault of the emulator itself must fail the test that meets it, with its reason.
      outgoing
        .writeHead(599, { 'content-type': 'text/plain' })
        .end(error instanceof Error ? error.stack : String(error));
    });
  });

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    if (down) {
      incoming.socket.destroy();
      return;
    }
    const request = await readRequest(incoming);
    requests.push(request);
    const fault = faults.befalling(request);
    if (fault === 'cutBeforeEffect') incoming.socket.destroy();
    if (fault === 'cutBeforeEffect' || fault === 'hangsBeforeEffect') return;
    if (fault === 'throttled') return write(outgoing, vendor.throttled());
    if (fault === 'failsBeforeEffect') return write(outgoing, vendor.failed());
    const { around = (_request, respond) => respond() } = vendor;
    const response = around(request, () => {
      const done = vendor.handle(request);
      return fault === 'failsAfterEffect' ? vendor.failed() : done;
    });
    if (fault === 'cutAfterEffect') incoming.socket.destroy();
    else if (fault !== 'hangsAfterEffect') write(outgoing, response);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults,
    webhooks,
    takeRequests() {
      const taken = requests;
      requests = [];
      return taken;
    },
    setDown(isDown) {
      down = isDown;
      if (down) server.closeAllConnections();
    },
    async [Symbol.asyncDispose]() {
      await webhooks.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function readRequest(incoming: IncomingMessage): Promise<VendorRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new RangeError('The request is larger than the emulator reads.');
    chunks.push(chunk);
  }
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://emulator');
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: incoming.method ?? 'GET',
    path: pathname,
    query: searchParams,
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks).toString(),
  };
}

function write(outgoing: ServerResponse, { status, headers, body }: VendorResponse): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  outgoing.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}
