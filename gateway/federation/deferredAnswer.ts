import type { GraphQLError } from 'graphql';
import type { StreamingResult } from './subscriptions/eventStream.ts';

/** What a deferred fragment brought for one object. */
export interface IncrementalItem {
  readonly label?: string;
  readonly path: readonly (string | number)[];
  readonly data: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLError[];
}

/** A later part of an answer with `@defer`. */
export interface DeferredPayload {
  readonly incremental?: readonly IncrementalItem[];
  readonly hasNext: boolean;
}

/** The later parts of an answer, each when it is there. Nothing is fetched for them before the first is asked for. */
export interface DeferredPayloads extends AsyncIterable<DeferredPayload> {
  /** Aborts what is still fetched, and ends the iteration. */
  cancel(): void;
}

/**
 * Under this key an answer carries the later parts that its `@defer` asks for. Apollo Server copies it through, as it
 * does a subscription's events.
 */
export const DEFERRED: unique symbol = Symbol('sluice.deferred');

/** What the executor answers. */
export type ExecutorResult = StreamingResult & { [DEFERRED]?: DeferredPayloads };
