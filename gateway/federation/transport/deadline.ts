import { errors } from 'undici';
import { UpstreamUnavailableError } from '../../../subgraphs/kit/errors.ts';

/** The time for an answer and the signal of its caller, together. */
export interface Deadline {
  /** No longer limits the time; the caller's signal still aborts. */
  stopClock(): void;
  end(): void;
  /** Why an exchange failed, in terms of the subgraph. */
  explain(error: unknown): unknown;
}

/**
 * Limits an exchange with the subgraph `name`.
 *
 * @param onAbort called once, when the time is over or the signal is aborted, at once if it is already
 */
export function startDeadline(
  { name, timeoutMs }: { readonly name: string; readonly timeoutMs: number },
  outer: AbortSignal,
  onAbort: () => void,
): Deadline {
  let reason: string | undefined;
  const abort = (why: string): void => {
    if (reason !== undefined) return;
    reason = why;
    onAbort();
  };
  const cancel = (): void => abort('the request was cancelled');
  const timer = setTimeout(() => abort(`no answer within ${timeoutMs} ms`), timeoutMs);
  outer.addEventListener('abort', cancel, { once: true });
  if (outer.aborted) cancel();
  return {
    stopClock: () => clearTimeout(timer),
    end: () => {
      clearTimeout(timer);
      outer.removeEventListener('abort', cancel);
    },
    explain: (cause) => {
      if (reason !== undefined) return new UpstreamUnavailableError(name, reason, { cause });
      return isConnectionError(cause) ? new UpstreamUnavailableError(name, cause.message, { cause }) : cause;
    },
  };
}

/** undici's own errors, and those of the socket, which have the system's code. */
function isConnectionError(error: unknown): error is Error {
  return error instanceof errors.UndiciError || (error instanceof Error && 'code' in error && !('extensions' in error));
}
