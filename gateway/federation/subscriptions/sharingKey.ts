import { print } from 'graphql';
import type { SubscriptionRequest } from './federatedSubscription.ts';
import type { SeparatedSubscription } from './separateAfter.ts';

/**
 * A key that two subscriptions have in common only if they must get the same events: the operation, its variables, whom it
 * runs for with all that decides what that caller may see, and every header that a subgraph receives.
 */
export function sharingKey(
  { text, usedVariables }: SeparatedSubscription,
  { selected, permitted, variables, labelsOn, context: { caller, forwardedHeaders } }: SubscriptionRequest,
): string {
  const values = usedVariables.map((name) => [name, Object.hasOwn(variables, name), sorted(variables[name])]);
  // What the caller may not see decides what the answer lacks.
  const asked = permitted === selected ? null : print(selected.document);
  return JSON.stringify([text, asked, labelsOn, values, sorted(caller), sorted(forwardedHeaders)]);
}

/** Objects by the names of their members, whatever order these came in. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}
