import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type NameNode,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  Source,
} from 'graphql';
import { Faults } from './faults.ts';
import { directiveAt } from './flowDirectives.ts';

/** What the reading of one flow file goes by. */
export interface FlowReading {
  readonly document: DocumentNode;
  /** What clients see. */
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** The `FLOW_*` variables that are set; null when that is not checked. */
  readonly environmentNames: ReadonlySet<string> | null;
  readonly faults: Faults;
}

export type NamedOperation = OperationDefinitionNode & { readonly name: NameNode };

/** A flow file's operations: when, and then. */
export interface FlowParts {
  readonly subscription: NamedOperation | undefined;
  readonly steps: readonly NamedOperation[];
}

/** Prefix of the names that are added to a flow's operations. */
export const RESERVED_PREFIX = 'sluice_';

/** @throws SluiceError `FLOW_INVALID` with the place of the first syntax error: after it nothing can be told */
export function parseFlowDocument(source: string, file: string): DocumentNode {
  try {
    return parse(new Source(source, file));
  } catch (cause) {
    if (!(cause instanceof GraphQLError)) throw cause;
    const faults = new Faults(file);
    faults.addErrors([cause]);
    faults.throwIfAny();
    throw cause;
  }
}

/** Finds the subscription and the steps, and reports what is missing or too many. */
export function splitDocument({ document, faults }: FlowReading): FlowParts {
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const [subscription, ...more] = operations.filter(isSubscription);
  const steps = operations.filter((operation) => !isSubscription(operation));
  if (!subscription) faults.add(undefined, 'The file has no subscription; a flow begins with one, marked @flow.');
  for (const another of more) {
    faults.add(another.name ?? another, 'The file has two subscriptions; give each flow a file of its own.');
  }
  if (subscription && !directiveAt(subscription, 'flow')) {
    faults.add(subscription.name ?? subscription, 'The subscription is not marked; write @flow behind its name.');
  }
  if (!steps.some(({ operation }) => operation === OperationTypeNode.MUTATION)) {
    faults.add(subscription?.name, 'The flow has no mutation, and so no effect; add one after the subscription.');
  }
  return {
    subscription: subscription && isNamed(subscription, faults) ? subscription : undefined,
    steps: steps.filter((step) => isNamed(step, faults)),
  };
}

/** The one root field of an operation; undefined, and reported, when there are several or a fragment has them. */
export function rootFieldOf(operation: NamedOperation, faults: Faults): FieldNode | undefined {
  const [first, second] = operation.selectionSet.selections;
  if (first?.kind === Kind.FIELD && !second) return first;
  faults.add(
    second ?? first,
    `"${operation.name.value}" must have one root field, written out; make each further one an operation of its own.`,
  );
  return undefined;
}

function isSubscription({ operation }: OperationDefinitionNode): boolean {
  return operation === OperationTypeNode.SUBSCRIPTION;
}

function isNamed(operation: OperationDefinitionNode, faults: Faults): operation is NamedOperation {
  if (!operation.name) {
    faults.add(operation, `This ${operation.operation} has no name, by which runs know it; write one behind the word.`);
    return false;
  }
  if (operation.name.value.startsWith(RESERVED_PREFIX)) {
    faults.add(operation.name, `Names that begin with ${RESERVED_PREFIX} are reserved; take another.`);
  }
  return true;
}
