import type { ExecutionResult, GraphQLError } from 'graphql';
import { SluiceError, UpstreamUnavailableError } from '../../subgraphs/kit/errors.ts';
import { readContextArguments } from './contextArguments.ts';
import type { BatchMember, EntityBatch } from './entityBatches.ts';
import type { PlanExecution } from './executePlan.ts';
import { subgraphError, transportError } from './executionErrors.ts';
import { FetchRequest } from './fetchRequest.ts';
import { copyData, type DataObject, isDataObject, mergeData, shareData, typenameOf } from './mergeData.ts';
import type { PreparedFetch } from './preparedPlan.ts';
import { RepresentationTexts } from './representationTexts.ts';
import { clientResponseName } from './responseNames.ts';
import { applyRewrites, renameInPath } from './rewrites.ts';
import { type DataPath, findTargets, type Target } from './targets.ts';
import { isPlainAnswer } from './transport/plainAnswer.ts';

/** Entities that are asked for in one request. */
interface EntityRequest {
  readonly contextArguments: DataObject;
  /** In the order in which they are asked for, by their JSON. */
  readonly entities: Map<string, RequestedEntity>;
}

/** Every object of the answer that one representation stands for, by the fetch that adds to it. */
type RequestedEntity = { readonly fetch: PreparedFetch; readonly objects: DataObject[] }[];

/** Executes one fetch of root fields and merges its answer into each object: the answer itself, or one of a root type. */
export async function executeRootFetch(
  execution: PlanExecution,
  fetch: PreparedFetch,
  objects: ReadonlySet<DataObject>,
): Promise<void> {
  if (objects.size === 0) return;
  const request = new FetchRequest(fetch, execution.variables);
  const result = await send(execution, request, fetch, () => [{ fetch, objects }]);
  if (result) mergeRootFields(execution, fetch, objects, result);
}

/**
 * Executes fetches of entities that ask the same, and merges the answer into every object that it is about. What was
 * needed to ask is let go before the answer comes: what lives until then, garbage collection copies.
 */
export async function executeEntityBatch(execution: PlanExecution, batch: EntityBatch): Promise<void> {
  const [{ fetch }] = batch;
  const requests = collectEntities(execution, batch);
  const merged = requests.map(({ contextArguments, entities }) => {
    const representations = entities.keys();
    const request = new FetchRequest(fetch, execution.variables, { representations, contextArguments });
    return requestEntities(execution, fetch, request, [...entities.values()]);
  });
  return Promise.all(merged).then(() => {});
}

async function requestEntities(
  execution: PlanExecution,
  fetch: PreparedFetch,
  request: FetchRequest,
  asked: readonly RequestedEntity[],
): Promise<void> {
  const result = await send(execution, request, fetch, () => membersOf(asked));
  if (result) mergeEntities(execution, fetch, asked, result);
}

/**
 * Collects the representations of a batch, equal ones once. Arguments from `@fromContext` are variables of the whole
 * request, so that entities with different ones go into different requests.
 */
function collectEntities(execution: PlanExecution, batch: EntityBatch): readonly EntityRequest[] {
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
    const request = requests.get(requestKey) ?? { contextArguments, entities: new Map() };
    requests.set(requestKey, request);
    const entity = request.entities.get(text);
    // The batch is gone through fetch by fetch.
    const last = entity?.at(-1);
    if (!entity) request.entities.set(text, [{ fetch, objects: [object] }]);
    else if (last?.fetch === fetch) last.objects.push(object);
    else entity.push({ fetch, objects: [object] });
  };
  for (const { fetch, objects } of batch) {
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

/** Only errors need to know. */
function membersOf(asked: readonly RequestedEntity[]): readonly BatchMember[] {
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

/** Asks the subgraph. What keeps it from answering becomes a failure of what the members add. */
async function send(
  execution: PlanExecution,
  request: FetchRequest,
  { subgraph }: PreparedFetch,
  members: () => readonly BatchMember[],
): Promise<ExecutionResult | undefined> {
  const { caller, forwardedHeaders, signal } = execution.context;
  try {
    if (signal.aborted) throw new UpstreamUnavailableError(subgraph, 'the request was cancelled');
    const transport = execution.transports.get(subgraph);
    if (!transport) throw new Error(`There is no transport to the subgraph ${JSON.stringify(subgraph)}.`);
    const result = await transport.execute(request, { caller, headers: forwardedHeaders, signal });
    if (!isPlainAnswer(result)) execution.isPlain = false;
    return result;
  } catch (thrown) {
    fail(execution, members(), transportError(thrown, subgraph));
    return undefined;
  }
}

/** Merges the answer to a fetch of root fields into each object. */
export function mergeRootFields(
  execution: PlanExecution,
  fetch: PreparedFetch,
  objects: ReadonlySet<DataObject>,
  result: ExecutionResult,
): void {
  const data = isDataObject(result.data) ? result.data : undefined;
  if (!isPlainAnswer(result)) execution.isPlain = false;
  const members = () => [{ fetch, objects }];
  reportErrors(execution, fetch, members, result, data !== undefined, (path) =>
    path.length > 0 ? targetsOf(execution, { fetch, objects }).map((target) => [...target.path, ...path]) : [],
  );
  if (!data) return;
  for (const object of objects) mergeAnswer(execution, fetch, object, data);
}

/** Merges the answer to a fetch of entities into every object that the representations stand for. */
function mergeEntities(
  execution: PlanExecution,
  fetch: PreparedFetch,
  asked: readonly RequestedEntity[],
  result: ExecutionResult,
): void {
  const members = () => membersOf(asked);
  const { _entities: entities } = result.data ?? {};
  if (Array.isArray(entities) && entities.length !== asked.length) {
    fail(execution, members(), invalidAnswer(fetch, `${entities.length} entities for ${asked.length} representations`));
    return;
  }
  reportErrors(execution, fetch, members, result, Array.isArray(entities), ([field, index, ...rest]) =>
    field === '_entities' && typeof index === 'number'
      ? placesOf(execution, asked[index] ?? []).map((path) => [...path, ...rest])
      : [],
  );
  if (!Array.isArray(entities)) return;
  for (const [index, entity] of entities.entries()) {
    if (!isDataObject(entity)) continue;
    for (const { fetch: member, objects } of asked[index] ?? []) {
      for (const object of objects) mergeAnswer(execution, member, object, entity);
    }
  }
}

function mergeAnswer(execution: PlanExecution, fetch: PreparedFetch, target: DataObject, answer: DataObject): void {
  const { typeConditions, rules } = execution;
  if (rules.sharesObjects) {
    shareData(target, answer, fetch.responseNames, typeConditions);
  } else if (fetch.outputRewrites.length === 0) {
    mergeData(target, answer, typeConditions);
  } else {
    const rewritten = copyData(answer) as DataObject;
    const typename = typenameOf(rewritten) ?? typenameOf(target);
    if (typename !== undefined) rewritten.__typename = typename;
    applyRewrites(rewritten, fetch.outputRewrites, typeConditions);
    mergeData(target, rewritten, typeConditions);
  }
}

function placesOf(execution: PlanExecution, entity: Readonly<RequestedEntity>): readonly DataPath[] {
  return entity.flatMap(({ fetch, objects }) =>
    targetsOf(execution, { fetch, objects: new Set(objects) }).map(({ path }) => path),
  );
}

/** The objects of a fetch with the places at which they stand, which only errors need to know. */
function targetsOf({ data }: PlanExecution, { fetch, objects }: BatchMember): readonly Target[] {
  return findTargets(data, fetch.path).filter(({ object }) => objects.has(object));
}

function fail(execution: PlanExecution, members: readonly BatchMember[], error: GraphQLError): void {
  for (const member of members) {
    execution.errors.fail(targetsOf(execution, member), member.fetch.responseNames, error);
  }
}

/**
 * Reports a subgraph's errors at every place of the client's answer that they are about. Without data, an error that
 * names no such place is the reason why the whole fetch brought nothing.
 */
function reportErrors(
  execution: PlanExecution,
  fetch: PreparedFetch,
  members: () => readonly BatchMember[],
  result: ExecutionResult,
  hasData: boolean,
  placesAbout: (path: DataPath) => readonly DataPath[],
): void {
  for (const error of result.errors ?? []) {
    const path = renameEntityPath(error.path ?? [], fetch);
    const places = placesAbout(path);
    for (const place of places) {
      execution.errors.report(subgraphError(error, fetch.subgraph, place.map(clientResponseName)));
    }
    if (places.length > 0) continue;
    if (!hasData) fail(execution, members(), subgraphError(error, fetch.subgraph));
    else execution.errors.report(subgraphError(error, fetch.subgraph, firstPlace(execution, members())));
  }
  if (!hasData && !result.errors?.length) fail(execution, members(), invalidAnswer(fetch, 'neither data nor errors'));
}

/** Output rewrites speak of the entity; the first two keys of the error's path lead to it. */
function renameEntityPath(path: DataPath, fetch: PreparedFetch): DataPath {
  const start = fetch.requires ? 2 : 0;
  return [...path.slice(0, start), ...renameInPath(path.slice(start), fetch.outputRewrites)];
}

function firstPlace(execution: PlanExecution, [first]: readonly BatchMember[]): DataPath | undefined {
  const [target] = first ? targetsOf(execution, first) : [];
  return target && target.path.length > 0 ? target.path.map(clientResponseName) : undefined;
}

function invalidAnswer(fetch: PreparedFetch, what: string): GraphQLError {
  const message = `The subgraph ${JSON.stringify(fetch.subgraph)} answered with ${what}.`;
  return new SluiceError('UPSTREAM_INVALID_RESPONSE', message, { extensions: { subgraph: fetch.subgraph } });
}
