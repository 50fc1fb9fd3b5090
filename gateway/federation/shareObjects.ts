import { print, visit } from 'graphql';
import type { PreparedFetch } from './preparedPlan.ts';

/**
 * Whether one object of an answer may stand at every place that it is the answer for, instead of a copy at each.
 *
 * What a later fetch adds to the object then appears at all of its places. That is harmless as long as a response name
 * means the same field with the same arguments wherever the plan asks for it, so that whoever adds it adds the same. It
 * is not with `a: owner { picture(size: 1) } b: owner { picture(size: 2) }`, with fields that are renamed by type, and
 * with arguments that depend on where the object stands (`@fromContext`).
 */
export function canShareObjects(fetches: readonly PreparedFetch[]): boolean {
  const meanings = new Map<string, string>();
  let isAlike = true;
  for (const { request, outputRewrites, contextRewrites } of fetches) {
    if (outputRewrites.length > 0 || contextRewrites.length > 0) return false;
    visit(request.document, {
      Field: ({ alias, name, arguments: values = [] }) => {
        const responseName = alias?.value ?? name.value;
        const meaning = `${name.value}(${values.map(print).sort().join()})`;
        // Copies have no prototype, objects out of JSON have.
        if (responseName in Object.prototype || (meanings.get(responseName) ?? meaning) !== meaning) isAlike = false;
        meanings.set(responseName, meaning);
      },
    });
  }
  return isAlike;
}
