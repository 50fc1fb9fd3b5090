import type { ExecutionResult, GraphQLError } from 'graphql';
import { SluiceError } from '../../subgraphs/kit/errors.ts';
import { collectEntities, type EntityRequest, membersOf, type RequestedEntity } from './collectEntities.ts';
import { combineOperations, entitiesAlias, representationsName, separateErrors } from './combinedOperation.ts';
import type { BatchMember, EntityBatch } from './entityBatches.ts';
import {
  askForMembers,
  askSubgraph,
  fail,
  invalidAnswer,
  mergeAnswer,
  reportErrors,
  targetsOf,
} from './executeFetch.ts';
import type { PlanExecution } from './executePlan.ts';
import { transportError } from './executionErrors.ts';
import { FetchRequest } from './fetchRequest.ts';
import { takeKnownEntities } from './knownEntities.ts';
import { isDataObject } from './mergeData.ts';
import type { PreparedFetch } from './preparedPlan.ts';
import type { DataPath } from './targets.ts';

/** Entities that were asked for, in this order. What was needed to ask is let go: see {@link executeEntityBatch}. */
interface Asked {
  readonly fetch: PreparedFetch;
  readonly entities: readonly RequestedEntity[];
}

/**
 * Executes fetches of entities of one subgraph, and merges the answer into every object that it is about. What was
 * needed to ask is let go before the answer comes: what lives until then, garbage collection copies.
 */
export async function executeEntityBatch(execution: PlanExecution, batch: EntityBatch): Promise<void> {
  const unknown = batch.flatMap((member) => takeKnownEntities(execution, member));
  const requests = [...byOperation(unknown)].flatMap(([fetch, members]) => collectEntities(execution, fetch, members));
  const [first, ...others] = requests;
  if (!first) return;
  if (others.length > 0 && requests.every(({ fetch }) => fetch.isCombinable)) {
    return askTogether(execution, requests);
  }
  return Promise.all(requests.map((request) => askApart(execution, request))).then(() => {});
}

/** The members that ask the same, by a fetch that tells what. The order is always the same, and so is what is sent. */
function byOperation(batch: readonly BatchMember[]): ReadonlyMap<PreparedFetch, readonly BatchMember[]> {
  const [first, ...others] = batch;
  if (!first) return new Map();
  if (others.every(({ fetch }) => fetch.operationKey === first.fetch.operationKey))
    return new Map([[first.fetch, batch]]);
  const groups = new Map<string, BatchMember[]>();
  for (const member of batch) {
    const { operationKey } = member.fetch;
    const group = groups.get(operationKey);
    if (group) group.push(member);
    else groups.set(operationKey, [member]);
  }
  const sorted = [...groups.keys()].sort().map((key) => groups.get(key) ?? []);
  return new Map(sorted.flatMap((members) => (members[0] ? [[members[0].fetch, members]] : [])));
}

function askApart(execution: PlanExecution, { fetch, contextArguments, entities }: EntityRequest): Promise<void> {
  const request = new FetchRequest(fetch, execution.variables, {
    contextArguments,
    representations: [{ variable: 'representations', texts: entities.keys() }],
  });
  return mergeApart(execution, request, { fetch, entities: [...entities.values()] });
}

async function mergeApart(execution: PlanExecution, request: FetchRequest, asked: Asked): Promise<void> {
  const members = () => membersOf(asked.entities);
  const result = await askForMembers(execution, asked.fetch.subgraph, request, members);
  if (result) mergeEntities(execution, asked, '_entities', result.data?._entities, result.errors ?? []);
}

/** Asks with one request, and reads the answer as if each operation had been asked by itself. */
function askTogether(execution: PlanExecution, requests: readonly EntityRequest[]): Promise<void> {
  const combined = combineOperations(requests.map(({ fetch }) => fetch));
  const request = new FetchRequest(combined, execution.variables, {
    contextArguments: {},
    representations: requests.map(({ entities }, index) => ({
      variable: representationsName(index),
      texts: entities.keys(),
    })),
  });
  const asked = requests.map(({ fetch, entities }) => ({ fetch, entities: [...entities.values()] }));
  return mergeTogether(execution, request, asked);
}

/**
 * An answer without data tells nothing of the parts by themselves: one of them may have failed, or all together have been
 * more than the subgraph takes. Each is then asked for apart; fetches of entities only read. A subgraph that cannot be
 * reached is not asked again.
 */
async function mergeTogether(execution: PlanExecution, request: FetchRequest, parts: readonly Asked[]): Promise<void> {
  const result = await askForAll(execution, request, parts);
  if (!result) return;
  const { data, errors = [] } = result;
  if (!isDataObject(data)) {
    const again = parts.flatMap(({ fetch, entities }) => collectEntities(execution, fetch, membersOf(entities)));
    return Promise.all(again.map((each) => askApart(execution, each))).then(() => {});
  }
  const errorsOfParts = errors.length > 0 ? separateErrors(data, errors, parts.length) : [];
  for (let index = 0; index < parts.length; index++) {
    const alias = entitiesAlias(index);
    mergeEntities(execution, parts[index] as Asked, alias, data[alias], errorsOfParts[index] ?? []);
  }
}

/** An answer that is none is one without data. */
async function askForAll(
  execution: PlanExecution,
  request: FetchRequest,
  parts: readonly Asked[],
): Promise<Partial<ExecutionResult> | undefined> {
  const subgraph = parts[0]?.fetch.subgraph ?? '';
  try {
    return await askSubgraph(execution, subgraph, request);
  } catch (thrown) {
    if (thrown instanceof SluiceError && thrown.code === 'UPSTREAM_INVALID_RESPONSE') return {};
    const members = parts.flatMap(({ entities }) => membersOf(entities));
    fail(execution, members, transportError(thrown, subgraph));
    return undefined;
  }
}

/** Merges an answer to a fetch of entities into every object that the representations stand for. */
function mergeEntities(
  execution: PlanExecution,
  { fetch, entities: asked }: Asked,
  name: string,
  entities: unknown,
  errors: readonly GraphQLError[],
): void {
  const members = () => membersOf(asked);
  if (Array.isArray(entities) && entities.length !== asked.length) {
    fail(execution, members(), invalidAnswer(fetch, `${entities.length} entities for ${asked.length} representations`));
    return;
  }
  reportErrors(execution, fetch, members, errors, Array.isArray(entities), ([field, index, ...rest]) =>
    field === name && typeof index === 'number'
      ? placesOf(execution, asked[index] ?? []).map((path) => [...path, ...rest])
      : [],
  );
  if (!Array.isArray(entities)) return;
  for (let index = 0; index < entities.length; index++) {
    const entity: unknown = entities[index];
    if (!isDataObject(entity)) continue;
    for (const { fetch: member, objects } of asked[index] ?? []) {
      for (const object of objects) mergeAnswer(execution, member, object, entity);
    }
  }
}

function placesOf(execution: PlanExecution, entity: Readonly<RequestedEntity>): readonly DataPath[] {
  return entity.flatMap(({ fetch, objects }) =>
    targetsOf(execution, { fetch, objects: new Set(objects) }).map(({ path }) => path),
  );
}
