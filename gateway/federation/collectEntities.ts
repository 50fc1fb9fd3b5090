import { readContextArguments } from './contextArguments.ts';
import type { BatchMember } from './entityBatches.ts';
import type { PlanExecution } from './executePlan.ts';
import type { DataObject } from './mergeData.ts';
import type { PreparedFetch } from './preparedPlan.ts';
import { RepresentationTexts } from './representationTexts.ts';
import { findTargets } from './targets.ts';

/** Entities that one operation asks for at once. */
export interface EntityRequest {
  readonly fetch: PreparedFetch;
  readonly contextArguments: DataObject;
  /** In the order in which they are asked for, by their JSON. */
  readonly entities: Map<string, RequestedEntity>;
}

/** Every object of the answer that one representation stands for, by the fetch that adds to it. */
export type RequestedEntity = { readonly fetch: PreparedFetch; readonly objects: DataObject[] }[];

/**
 * Collects the representations of fetches that ask the same, equal ones once. Arguments from `@fromContext` are variables
 * of the whole request, so that entities with different ones go into different requests.
 */
export function collectEntities(
  execution: PlanExecution,
  asking: PreparedFetch,
  members: readonly BatchMember[],
): readonly EntityRequest[] {
  const { typeConditions, isPlain } = execution;
  const requests = new Map<string, EntityRequest>();
  const add = (
    fetch: PreparedFetch,
    object: DataObject,
    text: string | undefined,
    contextArguments: DataObject,
    requestKey: string,
  ): void => {
    if (text === undefined) return;
    const request = requests.get(requestKey) ?? { fetch: asking, contextArguments, entities: new Map() };
    requests.set(requestKey, request);
    const entity = request.entities.get(text);
    // The batch is gone through fetch by fetch.
    const last = entity?.at(-1);
    if (!entity) request.entities.set(text, [{ fetch, objects: [object] }]);
    else if (last?.fetch === fetch) last.objects.push(object);
    else entity.push({ fetch, objects: [object] });
  };
  for (const { fetch, objects } of members) {
    const texts = new RepresentationTexts(fetch, typeConditions, isPlain);
    if (fetch.contextRewrites.length === 0) {
      for (const object of objects) add(fetch, object, texts.of(object), {}, '');
      continue;
    }
    for (const { object, path } of findTargets(execution.data, fetch.path)) {
      const values = readContextArguments(execution.data, path, fetch.contextRewrites, typeConditions);
      add(fetch, object, texts.of(object), values, JSON.stringify(values));
    }
  }
  return [...requests.values()];
}

/** Whose entities they are. Only errors need to know. */
export function membersOf(asked: Iterable<RequestedEntity>): readonly BatchMember[] {
  const members = new Map<PreparedFetch, Set<DataObject>>();
  for (const entity of asked) {
    for (const { fetch, objects } of entity) {
      const known = members.get(fetch) ?? new Set();
      members.set(fetch, known);
      for (const object of objects) known.add(object);
    }
  }
  return [...members].map(([fetch, objects]) => ({ fetch, objects }));
}
