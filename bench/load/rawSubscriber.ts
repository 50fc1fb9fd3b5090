import { randomBytes, randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';

const TEXT = 0x1;
const CLOSE = 0x8;
const PING = 0x9;
const PONG = 0xa;

/**
 * One subscription on a socket of its own, that counts the frames which arrive and decodes none of them: so one process
 * can receive for thousands, and the server stays what is measured.
 *
 * @see https://datatracker.ietf.org/doc/html/rfc6455#section-5.2
 */
export class RawSubscriber {
  readonly #socket: Socket;
  readonly #onFrame: () => void;
  #rest: Buffer | undefined;
  #isUpgraded = false;
  #failure: Error | undefined;
  #waiting: { readonly frames: number; resolve(): void; reject(error: Error): void } | undefined;
  /** Text frames that have arrived, the answer to the initialisation included. */
  frames = 0;
  lastFrame: Buffer = Buffer.alloc(0);

  /** @param onFrame called after each text frame */
  constructor(url: URL, onFrame: () => void) {
    this.#onFrame = onFrame;
    this.#socket = connect(Number(url.port), url.hostname);
    this.#socket.setNoDelay(true);
    this.#socket.on('data', (chunk) => this.#receive(chunk));
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.once('close', () => this.#fail(new Error('A socket was closed.')));
    this.#socket.write(
      [
        'GET /graphql HTTP/1.1',
        `Host: ${url.host}`,
        'Upgrade: websocket',
        'Connection: Upgrade',
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Protocol: graphql-transport-ws',
        '\r\n',
      ].join('\r\n'),
    );
  }

  /** Resolves when the operation is sent; its id is like those of graphql-ws's client. */
  async subscribe(query: string): Promise<void> {
    this.#send(TEXT, '{"type":"connection_init"}');
    await this.received(1);
    this.#send(TEXT, JSON.stringify({ id: randomUUID(), type: 'subscribe', payload: { query } }));
  }

  /** Resolves when `frames` text frames have arrived since the beginning. */
  received(frames: number): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#failure) reject(this.#failure);
      else if (this.frames >= frames) resolve();
      else this.#waiting = { frames, resolve, reject };
    });
  }

  close(): void {
    this.#socket.removeAllListeners('close').destroy();
  }

  #receive(chunk: Buffer): void {
    let bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    if (!this.#isUpgraded) {
      const end = bytes.indexOf('\r\n\r\n');
      this.#isUpgraded = end >= 0;
      if (end >= 0) bytes = bytes.subarray(end + 4);
    }
    let offset = 0;
    while (this.#isUpgraded && offset < bytes.length) {
      const end = frameEnd(bytes, offset);
      if (end === undefined || end > bytes.length) break;
      this.#take(bytes, offset, end);
      offset = end;
    }
    this.#rest = offset === bytes.length ? undefined : bytes.subarray(offset);
  }

  #take(bytes: Buffer, start: number, end: number): void {
    const opcode = (bytes[start] as number) & 0x0f;
    if (opcode === TEXT) {
      this.frames++;
      this.lastFrame = bytes.subarray(start, end);
      this.#onFrame();
      if (this.#waiting && this.frames >= this.#waiting.frames) this.#waiting.resolve();
    } else if (opcode === PING) this.#send(PONG, '');
    else if (opcode === CLOSE) this.#fail(new Error(`A socket was closed: ${bytes.toString('latin1', start, end)}`));
  }

  /** A client masks what it sends; a mask of zeros leaves it as it is. */
  #send(opcode: number, text: string): void {
    const payload = Buffer.from(text);
    const header = payload.length < 126 ? [payload.length] : [126, payload.length >> 8, payload.length & 0xff];
    header[0] = (header[0] as number) | 0x80;
    this.#socket.write(Buffer.concat([Buffer.from([opcode | 0x80, ...header, 0, 0, 0, 0]), payload]));
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#waiting?.reject(error);
  }
}

/** Where the frame that begins at `offset` ends, or undefined when not even its length has come. */
function frameEnd(bytes: Buffer, offset: number): number | undefined {
  const length = bytes.length - offset < 2 ? undefined : (bytes[offset + 1] as number) & 0x7f;
  if (length === undefined || length < 126) return length === undefined ? undefined : offset + 2 + length;
  const lengthBytes = length === 126 ? 2 : 8;
  if (bytes.length < offset + 2 + lengthBytes) return undefined;
  return offset + 2 + lengthBytes + (length === 126 ? bytes.readUInt16BE(offset + 2) : bytes.readUIntBE(offset + 4, 6));
}
