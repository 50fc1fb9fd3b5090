import { once } from 'node:events';
import { WebSocket } from 'ws';

/** How long an event may take that is due. */
const PATIENCE_MS = 30_000;

/** One subscription on a socket of its own, that counts what arrives and otherwise does as little as it can. */
export class Subscriber implements AsyncDisposable {
  readonly #socket: WebSocket;
  #failure: Error | undefined;
  #waiting: { resolve: () => void; reject: (error: Error) => void } | undefined;
  /** Events that have arrived. */
  events = 0;
  lastFrame = '';
  lastEventAt = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => this.#receive(data.toString()));
    socket.once('close', (code, reason) => this.#fail(new Error(`A socket was closed: ${code} ${reason}`)));
    socket.on('error', (error) => this.#fail(error));
  }

  /** Resolves when the operation is sent. The protocol does not say when the server has begun to send events. */
  static async open(url: string, query: string): Promise<Subscriber> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send('{"type":"connection_init"}');
    await once(socket, 'message');
    const subscriber = new Subscriber(socket);
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
    return subscriber;
  }

  /** Resolves when `count` events have arrived since the beginning. @throws Error when the subscription fails before */
  async received(count: number): Promise<void> {
    const late = () => this.#fail(new Error(`${count - this.events} events did not arrive in ${PATIENCE_MS} ms.`));
    const timer = setTimeout(late, PATIENCE_MS);
    try {
      while (this.events < count) {
        if (this.#failure) throw this.#failure;
        await new Promise<void>((resolve, reject) => {
          this.#waiting = { resolve, reject };
        });
      }
    } finally {
      clearTimeout(timer);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.removeAllListeners('close');
    this.#socket.terminate();
  }

  #receive(text: string): void {
    if (text.includes('"type":"next"') && !text.includes('"errors"')) {
      this.events++;
      this.lastFrame = text;
      this.lastEventAt = performance.now();
      this.#waiting?.resolve();
    } else if (text.includes('"type":"ping"')) this.#socket.send('{"type":"pong"}');
    else this.#fail(new Error(`A subscriber received ${text}`));
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#waiting?.reject(error);
  }
}
