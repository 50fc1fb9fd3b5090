import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

/** A longer frame is written as it stands with its end behind it; a shorter one is cheaper to copy. */
const COPIED_BYTES = 4_096;

/** Who is told how its socket fares. */
export interface WriterOwner {
  /** There is room again. */
  onRoom(): void;
  /** More than `maxQueuedBytes` wait for the client. */
  onTooSlow(): void;
}

/**
 * Writes frames that are made already to a WebSocket. They go to the connection under it, whole and at once, so that they
 * never come between the parts of another message: ws itself sends each message in one piece, as long as it compresses
 * none.
 */
export class SocketWriter {
  readonly #webSocket: WebSocket;
  readonly #connection: Duplex;
  readonly #maxQueuedBytes: number;
  #awaitsDrain = false;
  owner: WriterOwner | undefined;

  constructor(webSocket: WebSocket, connection: Duplex, maxQueuedBytes: number) {
    this.#webSocket = webSocket;
    this.#connection = connection;
    this.#maxQueuedBytes = maxQueuedBytes;
  }

  /** Whether what was written has gone out, as far as this process can tell. */
  get isReady(): boolean {
    return !this.#awaitsDrain;
  }

  /** Writes a frame, given in two parts. */
  write(start: Buffer, end: Buffer): void {
    if (this.#webSocket.readyState !== this.#webSocket.OPEN) return;
    if (!this.#writeParts(start, end)) this.#holdUp();
  }

  #writeParts(start: Buffer, end: Buffer): boolean {
    const connection = this.#connection;
    if (start.length <= COPIED_BYTES) {
      const frame = Buffer.allocUnsafe(start.length + end.length);
      frame.set(start);
      frame.set(end, start.length);
      return connection.write(frame);
    }
    connection.cork();
    connection.write(start);
    const isTaken = connection.write(end);
    connection.uncork();
    return isTaken;
  }

  #holdUp(): void {
    if (this.#connection.writableLength > this.#maxQueuedBytes) {
      this.owner?.onTooSlow();
      return;
    }
    if (this.#awaitsDrain || !this.#connection.writableNeedDrain) return;
    this.#awaitsDrain = true;
    this.#connection.once('drain', () => {
      this.#awaitsDrain = false;
      this.owner?.onRoom();
    });
  }
}
