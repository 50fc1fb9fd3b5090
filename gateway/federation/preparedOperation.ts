import type { DocumentNode } from 'graphql';
import { planOperation } from './planOperation.ts';
import type { PreparedPlan } from './preparedPlan.ts';
import type { SelectedOperation } from './selectOperation.ts';
import type { SupergraphState } from './supergraph.ts';
import { ResponseWriter } from './writer/responseWriter.ts';

/** The plan of an operation, and what writes its answers. */
export interface PreparedOperation {
  readonly plan: PreparedPlan;
  readonly writer: ResponseWriter;
}

/** An operation, and what its plan depends on besides the supergraph. */
interface OperationVariant {
  readonly selected: SelectedOperation;
  /** What the caller may see of it: the same object when that is all. */
  readonly permitted: SelectedOperation;
  /** Whether a subscription is to continue after a cursor. */
  readonly resumes: boolean;
  /** The labels of `@override` that count for this operation. */
  readonly labelsOn: readonly string[];
}

/** What is prepared of one document. */
interface PreparedDocument {
  readonly operations: Map<string, PreparedOperation>;
  readonly writers: WeakMap<PreparedPlan, ResponseWriter>;
}

/**
 * By document, so that nothing is printed or compared for an operation that comes again: Apollo Server keeps documents,
 * bounded, and what is prepared here lives as long as they do.
 */
const documents = new WeakMap<SupergraphState, WeakMap<DocumentNode, PreparedDocument>>();

/**
 * Prepares an operation, or finds it prepared.
 *
 * @throws what `planOperation` throws
 */
export function prepareOperation(state: SupergraphState, variant: OperationVariant): PreparedOperation {
  const { selected, permitted, resumes, labelsOn } = variant;
  const { operations, writers } = documentOf(state, selected.document);
  const key = `${selected.operation.name?.value ?? ''} ${resumes} ${labelsOn.join(' ')}`;
  const isWhole = permitted === selected;
  const known = isWhole ? operations.get(key) : undefined;
  if (known) return known;
  const plan = planOperation(state, permitted, resumes, labelsOn);
  const writer = writers.get(plan) ?? new ResponseWriter({ ...selected, schema: state.apiSchema, names: plan.names });
  writers.set(plan, writer);
  if (isWhole) operations.set(key, { plan, writer });
  return { plan, writer };
}

function documentOf(state: SupergraphState, document: DocumentNode): PreparedDocument {
  const ofState = documents.get(state) ?? new WeakMap<DocumentNode, PreparedDocument>();
  documents.set(state, ofState);
  const known = ofState.get(document) ?? { operations: new Map(), writers: new WeakMap() };
  ofState.set(document, known);
  return known;
}
