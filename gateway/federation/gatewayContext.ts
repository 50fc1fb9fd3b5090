import type { Caller } from '../../subgraphs/kit/caller.ts';

/** The `contextValue` of every operation, whatever transport it came by. */
export interface GatewayContext {
  readonly caller: Caller;
  /** Headers of the client's request that subgraphs receive (`--forward-header`), names in lower case. */
  readonly forwardedHeaders: Readonly<Record<string, string>>;
  /** Aborted when the client has gone, or the server closes. */
  readonly signal: AbortSignal;
  /**
   * The cursor after which a subscription resumes, from SSE's `Last-Event-ID`. It wins over the operation's own
   * `after:` argument, since it is later.
   */
  readonly resumeAfter?: string;
  /** Whether the client takes the parts of an answer with `@defer` as they come; else it gets one whole answer. */
  readonly acceptsDeferred?: boolean;
  /**
   * Told cursors up to which a subscription had nothing to deliver, by subgraphs in this process. For consumers that
   * remember where they are.
   */
  readonly onProgress?: (cursor: string) => void;
}
