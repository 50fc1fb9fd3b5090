import { errors } from 'undici';
import { UpstreamUnavailableError } from '../../../subgraphs/kit/errors.ts';
import type { AbortSource } from './sharedWork.ts';

/** What is limited: an exchange with the subgraph `name`. */
interface Limit {
  readonly name: string;
  readonly timeoutMs: number;
}

/**
 * The time for an answer and the signal of its caller, together. Every part of a query has one, so that it is one object
 * without functions of its own.
 */
export class Deadline {
  readonly #limit: Limit;
  readonly #outer: AbortSource;
  readonly #onAbort: () => void;
  readonly #timer: NodeJS.Timeout;
  #reason: string | undefined;

  /** @param onAbort called once, when the time is over or the signal is aborted, at once if it is already */
  constructor(limit: Limit, outer: AbortSource, onAbort: () => void) {
    this.#limit = limit;
    this.#outer = outer;
    this.#onAbort = onAbort;
    this.#timer = setTimeout(Deadline.#expire, limit.timeoutMs, this);
    outer.addEventListener('abort', this, { once: true });
    if (outer.aborted) this.handleEvent();
  }

  static #expire(deadline: Deadline): void {
    deadline.#abort(`no answer within ${deadline.#limit.timeoutMs} ms`);
  }

  /** The signal's listener. */
  handleEvent(): void {
    this.#abort('the request was cancelled');
  }

  /** No longer limits the time; the caller's signal still aborts. */
  stopClock(): void {
    clearTimeout(this.#timer);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#outer.removeEventListener('abort', this);
  }

  /** Why an exchange failed, in terms of the subgraph. */
  explain(cause: unknown): unknown {
    const { name } = this.#limit;
    if (this.#reason !== undefined) return new UpstreamUnavailableError(name, this.#reason, { cause });
    return isConnectionError(cause) ? new UpstreamUnavailableError(name, cause.message, { cause }) : cause;
  }

  #abort(reason: string): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#onAbort();
  }
}

/** undici's own errors, and those of the socket, which have the system's code. */
function isConnectionError(error: unknown): error is Error {
  return error instanceof errors.UndiciError || (error instanceof Error && 'code' in error && !('extensions' in error));
}
