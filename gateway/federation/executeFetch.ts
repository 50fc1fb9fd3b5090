import type { ExecutionResult, GraphQLError } from 'graphql';
import { SluiceError, UpstreamUnavailableError } from '../../subgraphs/kit/errors.ts';
import type { BatchMember } from './entityBatches.ts';
import type { PlanExecution } from './executePlan.ts';
import { subgraphError, transportError } from './executionErrors.ts';
import { FetchRequest } from './fetchRequest.ts';
import { copyData, type DataObject, isDataObject, mergeData, shareData, typenameOf } from './mergeData.ts';
import type { PreparedFetch } from './preparedPlan.ts';
import { clientResponseName } from './responseNames.ts';
import { applyRewrites, renameInPath } from './rewrites.ts';
import { type DataPath, findTargets, type Target } from './targets.ts';
import { isPlainAnswer } from './transport/plainAnswer.ts';

/** Executes one fetch of root fields and merges its answer into each object: the answer itself, or one of a root type. */
export async function executeRootFetch(
  execution: PlanExecution,
  fetch: PreparedFetch,
  objects: ReadonlySet<DataObject>,
): Promise<void> {
  if (objects.size === 0) return;
  const request = new FetchRequest(fetch, execution.variables);
  const result = await askForMembers(execution, fetch.subgraph, request, () => [{ fetch, objects }]);
  if (result) mergeRootFields(execution, fetch, objects, result);
}

/**
 * Asks the subgraph.
 *
 * @throws what keeps it from answering; see {@link transportError}
 */
export async function askSubgraph(
  execution: PlanExecution,
  subgraph: string,
  request: FetchRequest,
): Promise<ExecutionResult> {
  const { caller, forwardedHeaders, signal } = execution.context;
  if (signal.aborted) throw new UpstreamUnavailableError(subgraph, 'the request was cancelled');
  const transport = execution.transports.get(subgraph);
  if (!transport) throw new Error(`There is no transport to the subgraph ${JSON.stringify(subgraph)}.`);
  const result = await transport.execute(request, { caller, headers: forwardedHeaders, signal });
  if (!isPlainAnswer(result)) execution.isPlain = false;
  return result;
}

/** The same; what keeps the subgraph from answering becomes a failure of what the members add. */
export async function askForMembers(
  execution: PlanExecution,
  subgraph: string,
  request: FetchRequest,
  members: () => readonly BatchMember[],
): Promise<ExecutionResult | undefined> {
  try {
    return await askSubgraph(execution, subgraph, request);
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
  reportErrors(execution, fetch, members, result.errors ?? [], data !== undefined, (path) =>
    path.length > 0 ? targetsOf(execution, { fetch, objects }).map((target) => [...target.path, ...path]) : [],
  );
  if (!data) return;
  for (const object of objects) mergeAnswer(execution, fetch, object, data);
}

export function mergeAnswer(
  execution: PlanExecution,
  fetch: PreparedFetch,
  target: DataObject,
  answer: DataObject,
): void {
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

/** The objects of a fetch with the places at which they stand, which only errors need to know. */
export function targetsOf({ data }: PlanExecution, { fetch, objects }: BatchMember): readonly Target[] {
  return findTargets(data, fetch.path).filter(({ object }) => objects.has(object));
}

export function fail(execution: PlanExecution, members: readonly BatchMember[], error: GraphQLError): void {
  for (const member of members) {
    execution.errors.fail(targetsOf(execution, member), member.fetch.responseNames, error);
  }
}

/**
 * Reports a subgraph's errors at every place of the client's answer that they are about. Without data, an error that
 * names no such place is the reason why the whole fetch brought nothing.
 */
export function reportErrors(
  execution: PlanExecution,
  fetch: PreparedFetch,
  members: () => readonly BatchMember[],
  errors: readonly GraphQLError[],
  hasData: boolean,
  placesAbout: (path: DataPath) => readonly DataPath[],
): void {
  for (const error of errors) {
    const path = renameEntityPath(error.path ?? [], fetch);
    const places = placesAbout(path);
    for (const place of places) {
      execution.errors.report(subgraphError(error, fetch.subgraph, place.map(clientResponseName)));
    }
    if (places.length > 0) continue;
    if (!hasData) fail(execution, members(), subgraphError(error, fetch.subgraph));
    else execution.errors.report(subgraphError(error, fetch.subgraph, firstPlace(execution, members())));
  }
  if (!hasData && errors.length === 0) fail(execution, members(), invalidAnswer(fetch, 'neither data nor errors'));
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

export function invalidAnswer(fetch: PreparedFetch, what: string): GraphQLError {
  const message = `The subgraph ${JSON.stringify(fetch.subgraph)} answered with ${what}.`;
  return new SluiceError('UPSTREAM_INVALID_RESPONSE', message, { extensions: { subgraph: fetch.subgraph } });
}
