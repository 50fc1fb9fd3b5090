import { childrenOf } from './planNodes.ts';
import type { PreparedFetch, PreparedNode } from './preparedPlan.ts';

/** For which others of its kind a fetch of entities waits, so that all of them go out as one request. */
export type BatchWaits = ReadonlyMap<PreparedFetch, ReadonlySet<PreparedFetch>>;

/**
 * Decides which fetches of entities go out together. Fetches in parallel branches that ask one subgraph the same, about
 * entities at different places, can be one request; so can those that ask it different things (see `combineOperations`),
 * but only where equally many fetches in a row come after them: what one asks may take long, and nobody who has more
 * before it shall wait for that. One of them is ready first, and waiting for another costs nothing
 * when at least as many fetches in a row come after that other: the answer is complete no sooner without waiting.
 *
 * No fetch can wait for itself: along a wait the number of fetches in a row that follow never falls, and from a fetch
 * to those before it in its branch it rises.
 */
export function planBatches(nodes: readonly PreparedNode[]): BatchWaits {
  const waits = new Map<PreparedFetch, Set<PreparedFetch>>();
  for (const node of nodes) pairUp(node, followers(node), waits);
  return waits;
}

function pairUp(
  node: PreparedNode,
  following: ReadonlyMap<PreparedFetch, number>,
  waits: Map<PreparedFetch, Set<PreparedFetch>>,
): readonly PreparedFetch[] {
  const branches = childrenOf(node).map((child) => pairUp(child, following, waits));
  if (node.kind === 'Fetch') return node.requires ? [node] : [];
  if (node.kind === 'Parallel') {
    for (const [index, branch] of branches.entries()) {
      const others = branches.filter((_, otherIndex) => otherIndex !== index).flat();
      for (const fetch of branch) {
        for (const other of others) {
          if (!isWorthWaiting(fetch, other, following)) continue;
          waits.set(fetch, (waits.get(fetch) ?? new Set()).add(other));
        }
      }
    }
  }
  return branches.flat();
}

function isWorthWaiting(
  fetch: PreparedFetch,
  other: PreparedFetch,
  following: ReadonlyMap<PreparedFetch, number>,
): boolean {
  if (batchKey(other) !== batchKey(fetch)) return false;
  const [after, afterOther] = [following.get(fetch) ?? 0, following.get(other) ?? 0];
  return other.operationKey === fetch.operationKey ? afterOther >= after : afterOther === after;
}

/** Equal for fetches that can go out as one request. */
export function batchKey({ isCombinable, subgraph, operationKey }: PreparedFetch): string {
  return isCombinable ? subgraph : operationKey;
}

/** How many fetches in a row come after each, at most. */
function followers(root: PreparedNode): ReadonlyMap<PreparedFetch, number> {
  const counts = new Map<PreparedFetch, number>();
  const count = (node: PreparedNode, after: number): number => {
    if (node.kind === 'Fetch') {
      counts.set(node, after);
      return after + 1;
    }
    if (node.kind === 'Sequence') return node.nodes.reduceRight((later, child) => count(child, later), after);
    return Math.max(after, ...childrenOf(node).map((child) => count(child, after)));
  };
  count(root, 0);
  return counts;
}
