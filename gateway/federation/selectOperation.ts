import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';

/** The operation of a request, with all fragments of its document. */
export interface SelectedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/**
 * Chooses the operation to execute.
 *
 * @throws GraphQLError when there is none by that name, or a name is needed; Apollo Server gives it the code
 * `OPERATION_RESOLUTION_FAILURE`.
 * @see https://spec.graphql.org/October2021/#GetOperation()
 */
export function selectOperation(document: DocumentNode, operationName?: string | null): SelectedOperation {
  const operations: OperationDefinitionNode[] = [];
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
    else if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  return { document, operation: selectByName(operations, operationName), fragments };
}

function selectByName(
  operations: readonly OperationDefinitionNode[],
  operationName: string | null | undefined,
): OperationDefinitionNode {
  if (operationName != null) {
    const operation = operations.find(({ name }) => name?.value === operationName);
    if (!operation) throw new GraphQLError(`Unknown operation named "${operationName}".`);
    return operation;
  }
  const [operation, ...others] = operations;
  if (!operation) throw new GraphQLError('Must provide an operation.');
  if (others.length > 0) {
    throw new GraphQLError('Must provide operation name if query contains multiple operations.');
  }
  return operation;
}
