/** After this time without an answer to a ping the client counts as gone. */
const PING_INTERVAL_MS = 12_000;

/** A ping goes out to one group after the other, so that thousands of sockets do not all get theirs in one turn. */
const GROUPS = 12;

/** A socket that is asked whether its client is still there. */
export interface PingedSocket {
  /** Whether a ping has had no answer yet. */
  awaitsPong: boolean;
  ping(): void;
  terminate(): void;
}

/** Pings sockets and ends those that do not answer. One timer serves all: there is none while there is no socket. */
export class SocketPings {
  readonly #groups: readonly Set<PingedSocket>[] = Array.from({ length: GROUPS }, () => new Set<PingedSocket>());
  #count = 0;
  #turn = 0;
  #timer: NodeJS.Timeout | undefined;

  /**
   * Begins to ping a socket. It joins the group that has just had its turn, so that a whole interval passes before its
   * first ping.
   */
  add(socket: PingedSocket): void {
    this.#groups[this.#turn]?.add(socket);
    this.#count++;
    this.#timer ??= setInterval(() => this.#pingNext(), PING_INTERVAL_MS / GROUPS);
  }

  remove(socket: PingedSocket): void {
    if (!this.#groups.some((group) => group.delete(socket)) || --this.#count > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #pingNext(): void {
    this.#turn = (this.#turn + 1) % GROUPS;
    for (const socket of this.#groups[this.#turn] ?? []) {
      if (socket.awaitsPong) {
        socket.terminate();
        continue;
      }
      socket.awaitsPong = true;
      socket.ping();
    }
  }
}
