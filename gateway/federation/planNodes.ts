import type { PreparedFetch, PreparedNode } from './preparedPlan.ts';

/** All fetches of a node. */
export function fetchesOf(node: PreparedNode): readonly PreparedFetch[] {
  return node.kind === 'Fetch' ? [node] : childrenOf(node).flatMap(fetchesOf);
}

/** What a node is made of. */
export function childrenOf(node: PreparedNode): readonly PreparedNode[] {
  if (node.kind === 'Fetch') return [];
  if (node.kind === 'Condition') return [node.ifTrue, node.ifFalse].filter((child) => child !== undefined);
  return node.nodes;
}
