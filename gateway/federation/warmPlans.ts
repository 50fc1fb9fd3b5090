import { setImmediate as nextTurn } from 'node:timers/promises';
import { GraphQLError, parse, validate } from 'graphql';
import { readPlanKey } from './planCache.ts';
import { planOperation } from './planOperation.ts';
import { selectOperation } from './selectOperation.ts';
import type { SupergraphState } from './supergraph.ts';

/** How many operations are planned ahead, from the one that was used last. */
const MAX_OPERATIONS = 500;

/**
 * Plans for a new supergraph the operations that were planned for the last one, one in each turn of the event loop, so
 * that requests go on meanwhile. An operation that is not valid any more is left out.
 *
 * @param isWanted asked before each; the work ends when it says no
 * @returns how many were planned
 */
export async function warmPlans(
  previous: SupergraphState,
  next: SupergraphState,
  isWanted: () => boolean,
): Promise<number> {
  let count = 0;
  for (const key of previous.plans.keys().slice(0, MAX_OPERATIONS)) {
    await nextTurn();
    if (!isWanted()) break;
    if (plan(next, key)) count++;
  }
  return count;
}

function plan(state: SupergraphState, key: string): boolean {
  const { text, resumes, labelsOn, defers } = readPlanKey(key);
  const document = parse(text);
  if (validate(state.apiSchema, document).length > 0) return false;
  try {
    planOperation(state, selectOperation(document), resumes, labelsOn, defers);
    return true;
  } catch (error) {
    // Whoever sends it is told so.
    if (error instanceof GraphQLError) return false;
    throw error;
  }
}
