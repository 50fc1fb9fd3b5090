import type { ExecutionResult, GraphQLError } from 'graphql';
import { SluiceError, UpstreamUnavailableError } from '../../subgraphs/kit/errors.ts';
import { readContextArguments } from './contextArguments.ts';
import type { PlanExecution } from './executePlan.ts';
import { subgraphError, transportError } from './executionErrors.ts';
import { copyData, type DataObject, isDataObject, mergeData, typenameOf } from './mergeData.ts';
import type { PreparedFetch } from './preparedPlan.ts';
import { selectRepresentation } from './representations.ts';
import { clientResponseName } from './responseNames.ts';
import { applyRewrites, renameInPath } from './rewrites.ts';
import type { DataPath, Target } from './targets.ts';

/** Entities that are asked for in one request. */
interface EntityBatch {
  readonly contextArguments: DataObject;
  /** In the order in which they are asked for, by their JSON. */
  readonly entities: Map<string, RequestedEntity>;
}

interface RequestedEntity {
  readonly representation: DataObject;
  /** Every object of the answer that the representation stands for. */
  readonly targets: Target[];
}

/** Executes one fetch and merges its answer into `targets`. */
export async function executeFetch(
  execution: PlanExecution,
  fetch: PreparedFetch,
  targets: readonly Target[],
): Promise<void> {
  if (targets.length === 0) return;
  if (!fetch.requires) {
    const result = await send(execution, fetch, variablesOf(execution, fetch), targets);
    if (result) mergeRootFields(execution, fetch, targets, result);
    return;
  }
  await Promise.all(
    collectEntities(execution, fetch, targets).map(async ({ contextArguments, entities }) => {
      const asked = [...entities.values()];
      const representations = asked.map(({ representation }) => representation);
      const variables = { ...variablesOf(execution, fetch), ...contextArguments, representations };
      const result = await send(execution, fetch, variables, targetsOf(asked));
      if (result) mergeEntities(execution, fetch, asked, result);
    }),
  );
}

function variablesOf({ variables }: PlanExecution, fetch: PreparedFetch): Record<string, unknown> {
  return Object.fromEntries(
    fetch.variableUsages.filter((name) => Object.hasOwn(variables, name)).map((name) => [name, variables[name]]),
  );
}

/**
 * Collects the representations of the targets, equal ones once. Arguments from `@fromContext` are variables of the
 * whole request, so that entities with different ones go into different requests.
 */
function collectEntities(execution: PlanExecution, fetch: PreparedFetch, targets: readonly Target[]): EntityBatch[] {
  const batches = new Map<string, EntityBatch>();
  for (const target of targets) {
    const representation = selectRepresentation(fetch, target.object, execution.typeConditions);
    if (!representation) continue;
    const contextArguments = readContextArguments(
      execution.data,
      target.path,
      fetch.contextRewrites,
      execution.typeConditions,
    );
    const batchKey = JSON.stringify(contextArguments);
    const batch: EntityBatch = batches.get(batchKey) ?? { contextArguments, entities: new Map() };
    batches.set(batchKey, batch);
    const key = JSON.stringify(representation);
    const entity = batch.entities.get(key) ?? { representation, targets: [] };
    batch.entities.set(key, entity);
    entity.targets.push(target);
  }
  return [...batches.values()];
}

/** Asks the subgraph. What keeps it from answering becomes a failure of `targets`. */
async function send(
  execution: PlanExecution,
  fetch: PreparedFetch,
  variables: Record<string, unknown>,
  targets: readonly Target[],
): Promise<ExecutionResult | undefined> {
  const { caller, forwardedHeaders, signal } = execution.context;
  try {
    if (signal.aborted) throw new UpstreamUnavailableError(fetch.subgraph, 'the request was cancelled');
    const transport = execution.transports.get(fetch.subgraph);
    if (!transport) throw new Error(`There is no transport to the subgraph ${JSON.stringify(fetch.subgraph)}.`);
    return await transport.execute({ ...fetch.request, variables }, { caller, headers: forwardedHeaders, signal });
  } catch (thrown) {
    execution.errors.fail(targets, fetch.responseNames, transportError(thrown, fetch.subgraph));
    return undefined;
  }
}

/** Merges the answer to a fetch of root fields into each target: the answer itself, or objects that hold a root type. */
export function mergeRootFields(
  execution: PlanExecution,
  fetch: PreparedFetch,
  targets: readonly Target[],
  result: ExecutionResult,
): void {
  const data = isDataObject(result.data) ? result.data : undefined;
  reportErrors(execution, fetch, targets, result, data !== undefined, (path) =>
    path.length > 0 ? targets.map((target) => [...target.path, ...path]) : [],
  );
  if (!data) return;
  for (const { object } of targets) mergeAnswer(execution, fetch, object, data);
}

/** Merges the answer to a fetch of entities into every object that the representations stand for. */
function mergeEntities(
  execution: PlanExecution,
  fetch: PreparedFetch,
  asked: readonly RequestedEntity[],
  result: ExecutionResult,
): void {
  const { _entities: entities } = result.data ?? {};
  if (Array.isArray(entities) && entities.length !== asked.length) {
    const error = invalidAnswer(fetch, `${entities.length} entities for ${asked.length} representations`);
    execution.errors.fail(targetsOf(asked), fetch.responseNames, error);
    return;
  }
  reportErrors(execution, fetch, targetsOf(asked), result, Array.isArray(entities), ([field, index, ...rest]) =>
    field === '_entities' && typeof index === 'number'
      ? (asked[index]?.targets ?? []).map((target) => [...target.path, ...rest])
      : [],
  );
  if (!Array.isArray(entities)) return;
  for (const [index, entity] of entities.entries()) {
    if (!isDataObject(entity)) continue;
    for (const { object } of asked[index]?.targets ?? []) mergeAnswer(execution, fetch, object, entity);
  }
}

function targetsOf(asked: readonly RequestedEntity[]): readonly Target[] {
  return asked.flatMap(({ targets }) => targets);
}

function mergeAnswer(execution: PlanExecution, fetch: PreparedFetch, target: DataObject, answer: DataObject): void {
  if (fetch.outputRewrites.length === 0) {
    mergeData(target, answer, execution.typeConditions);
    return;
  }
  const rewritten = copyData(answer) as DataObject;
  const typename = typenameOf(rewritten) ?? typenameOf(target);
  if (typename !== undefined) rewritten.__typename = typename;
  applyRewrites(rewritten, fetch.outputRewrites, execution.typeConditions);
  mergeData(target, rewritten, execution.typeConditions);
}

/**
 * Reports a subgraph's errors at every place of the client's answer that they are about. Without data, an error that
 * names no such place is the reason why the whole fetch brought nothing.
 */
function reportErrors(
  execution: PlanExecution,
  fetch: PreparedFetch,
  targets: readonly Target[],
  result: ExecutionResult,
  hasData: boolean,
  placesOf: (path: DataPath) => readonly DataPath[],
): void {
  for (const error of result.errors ?? []) {
    const path = renameEntityPath(error.path ?? [], fetch);
    const places = placesOf(path);
    for (const place of places) {
      execution.errors.report(subgraphError(error, fetch.subgraph, place.map(clientResponseName)));
    }
    if (places.length > 0) continue;
    const [first] = targets;
    if (!hasData) execution.errors.fail(targets, fetch.responseNames, subgraphError(error, fetch.subgraph));
    else execution.errors.report(subgraphError(error, fetch.subgraph, first && pathOrNone(first.path)));
  }
  if (!hasData && !result.errors?.length) {
    execution.errors.fail(targets, fetch.responseNames, invalidAnswer(fetch, 'neither data nor errors'));
  }
}

/** Output rewrites speak of the entity; the first two keys of the error's path lead to it. */
function renameEntityPath(path: DataPath, fetch: PreparedFetch): DataPath {
  const start = fetch.requires ? 2 : 0;
  return [...path.slice(0, start), ...renameInPath(path.slice(start), fetch.outputRewrites)];
}

function pathOrNone(path: DataPath): DataPath | undefined {
  return path.length > 0 ? path.map(clientResponseName) : undefined;
}

function invalidAnswer(fetch: PreparedFetch, what: string): GraphQLError {
  const message = `The subgraph ${JSON.stringify(fetch.subgraph)} answered with ${what}.`;
  return new SluiceError('UPSTREAM_INVALID_RESPONSE', message, { extensions: { subgraph: fetch.subgraph } });
}
