import type { BatchMember } from './entityBatches.ts';
import { mergeAnswer } from './executeFetch.ts';
import type { PlanExecution } from './executePlan.ts';
import { type DataObject, ownValue } from './mergeData.ts';
import { RepresentationTexts } from './representationTexts.ts';
import { findObjects } from './targets.ts';

/**
 * Gives a fetch of entities what the answer holds already of the same entities, from the same subgraph (see
 * `planKnownEntities`): what one query has been told of an entity once is not asked for again.
 *
 * @returns what is still to be asked for, if anything
 */
export function takeKnownEntities(execution: PlanExecution, member: BatchMember): readonly BatchMember[] {
  const { data, rules, typeConditions, isPlain } = execution;
  const { fetch, objects } = member;
  const sources = rules.knownEntities.get(fetch);
  if (!sources) return [member];
  const texts = new RepresentationTexts(fetch, typeConditions, isPlain);
  const known = new Map<string, DataObject>();
  for (const path of sources) {
    for (const object of findObjects(data, path)) {
      const text = isWhole(object, fetch.responseNames) ? texts.of(object) : undefined;
      if (text !== undefined) known.set(text, object);
    }
  }
  if (known.size === 0) return [member];
  const unknown = new Set<DataObject>();
  for (const object of objects) {
    const text = texts.of(object);
    const entity = text === undefined ? undefined : known.get(text);
    if (entity) mergeAnswer(execution, fetch, object, entity);
    else unknown.add(object);
  }
  return unknown.size > 0 ? [{ fetch, objects: unknown }] : [];
}

/** A null may stand for an error, which is told at every place that it is about; and objects are for others to complete. */
function isWhole(object: DataObject, names: ReadonlySet<string>): boolean {
  for (const name of names) {
    const value = ownValue(object, name);
    if (value === null || value === undefined || typeof value === 'object') return false;
  }
  return true;
}
