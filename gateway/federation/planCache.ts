import { LeastRecentlyUsed } from './leastRecentlyUsed.ts';
import { fetchesOf } from './planNodes.ts';
import type { DeferredPart, PreparedFetch, PreparedPlan } from './preparedPlan.ts';

/** All that the plan of an operation depends on, besides the supergraph. */
export interface PlannedText {
  /** The operation and its fragments, printed; without what the caller may not see. */
  readonly text: string;
  /** Whether a subscription is to continue after a cursor. */
  readonly resumes: boolean;
  /** The labels of `@override` that count: as the gateway's `decideLabel` says, or a label's own percentage. */
  readonly labelsOn: readonly string[];
  /** Whether fragments with `@defer` are answered later. */
  readonly defers: boolean;
}

/** Most bytes that the plans of one supergraph take, as far as they can be told. */
const MAX_BYTES = 64 * 1024 * 1024;

/** A character of a fetch's operation takes about so many bytes: printed twice, and as a syntax tree. */
const BYTES_PER_CHARACTER = 80;

export function createPlanCache(maxBytes = MAX_BYTES): LeastRecentlyUsed<string, PreparedPlan> {
  return new LeastRecentlyUsed<string, PreparedPlan>(maxBytes, (key, plan) => 2 * key.length + bytesOf(plan));
}

export function planKey({ text, resumes, labelsOn, defers }: PlannedText): string {
  return JSON.stringify([text, resumes, labelsOn, defers]);
}

/** What a key was made of. */
export function readPlanKey(key: string): PlannedText {
  const [text, resumes, labelsOn, defers] = JSON.parse(key) as [string, boolean, readonly string[], boolean];
  return { text, resumes, labelsOn, defers };
}

function bytesOf(plan: PreparedPlan): number {
  const rest = plan.kind === 'Execution' ? plan.node : plan.rest;
  const deferred = plan.kind === 'Execution' ? (plan.deferred ?? []).flatMap(fetchesOfPart) : [];
  const fetches = [
    ...deferred,
    ...(rest ? fetchesOf(rest) : []),
    ...(plan.kind === 'Subscription' ? [plan.primary] : []),
  ];
  return fetches.reduce((bytes, { request }) => bytes + BYTES_PER_CHARACTER * request.query.length, 0);
}

function fetchesOfPart({ node, parts }: DeferredPart): readonly PreparedFetch[] {
  return [...(node ? fetchesOf(node) : []), ...parts.flatMap(fetchesOfPart)];
}
