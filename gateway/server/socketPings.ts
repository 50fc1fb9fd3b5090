import type { WebSocket } from 'ws';

/** After this time without an answer to a ping the client counts as gone. */
const PING_INTERVAL_MS = 12_000;

/** A ping goes out to one group after the other, so that thousands of sockets do not all get theirs in one turn. */
const GROUPS = 12;

/** Pings sockets and ends those that do not answer. One timer serves all: there is none while there is no socket. */
export class SocketPings {
  readonly #groups: readonly Set<WebSocket>[] = Array.from({ length: GROUPS }, () => new Set<WebSocket>());
  readonly #unanswered = new WeakSet<WebSocket>();
  #count = 0;
  #turn = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #onPong: (this: WebSocket) => void;

  constructor() {
    const unanswered = this.#unanswered;
    this.#onPong = function () {
      unanswered.delete(this);
    };
  }

  /**
   * Begins to ping a socket; the returned function ends it. The socket joins the group that has just had its turn, so that
   * a whole interval passes before its first ping.
   */
  begin(socket: WebSocket): () => void {
    const group = this.#groups[this.#turn] as Set<WebSocket>;
    group.add(socket);
    this.#count++;
    socket.on('pong', this.#onPong);
    this.#timer ??= setInterval(() => this.#pingNext(), PING_INTERVAL_MS / GROUPS);
    return () => {
      if (!group.delete(socket) || --this.#count > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  #pingNext(): void {
    this.#turn = (this.#turn + 1) % GROUPS;
    for (const socket of this.#groups[this.#turn] ?? []) {
      if (this.#unanswered.has(socket)) {
        socket.terminate();
        continue;
      }
      this.#unanswered.add(socket);
      socket.ping();
    }
  }
}
