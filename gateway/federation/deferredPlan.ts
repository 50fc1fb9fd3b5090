import type { PlanNode } from '@apollo/query-planner';
import { fetchesOf } from './planNodes.ts';
import { type DeferredPart, type PlanRules, type PreparedNode, prepareNode, rulesOf } from './preparedPlan.ts';
import { canShareObjects } from './shareObjects.ts';

/** What is answered first, and what later. */
export interface DeferringPlan {
  readonly node: PreparedNode | undefined;
  readonly rules: PlanRules;
  readonly deferred: readonly DeferredPart[];
}

/** A part before its rules are known: they depend on all parts. */
interface Unruled {
  readonly node: PreparedNode | undefined;
  readonly parts: readonly (Unruled & { readonly id: string })[];
}

/**
 * Prepares a plan that may defer. A deferred part is begun when everything that it is deferred from has been answered;
 * which of its fetches it needs is not looked at, since nothing can be told before in any case.
 */
export function prepareDeferring(plan: PlanNode | undefined): DeferringPlan {
  const unruled = separate(plan);
  const sharesObjects = canShareObjects([...fetchesIn(unruled)]);
  const rulesFor = (node: PreparedNode | undefined): PlanRules => rulesOf(node ? [node] : [], sharesObjects);
  const rule = ({ id, node, parts }: Unruled['parts'][number]): DeferredPart => ({
    id,
    node,
    rules: rulesFor(node),
    parts: parts.map(rule),
  });
  return { node: unruled.node, rules: rulesFor(unruled.node), deferred: unruled.parts.map(rule) };
}

function separate(plan: PlanNode | undefined): Unruled {
  if (plan?.kind !== 'Defer') return { node: plan && prepareNode(plan), parts: [] };
  const { node, parts } = separate(plan.primary.node);
  const deferred = plan.deferred.map((part) => ({ id: part.label ?? '', ...separate(part.node) }));
  return { node, parts: [...parts, ...deferred] };
}

function* fetchesIn({ node, parts }: Unruled): Generator<ReturnType<typeof fetchesOf>[number]> {
  if (node) yield* fetchesOf(node);
  for (const part of parts) yield* fetchesIn(part);
}
