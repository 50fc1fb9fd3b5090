import {
  type DocumentNode,
  executeSync,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type TypeNode,
} from 'graphql';

/** The operation that introspection fields were found in. */
interface IntrospectedOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/**
 * Answers `__schema` or `__type` from the API schema, by an operation of nothing else.
 *
 * @param nodes the field; several when it is selected more than once under one response name
 * @param variables with defaults
 * @see https://spec.graphql.org/October2021/#sec-Schema-Introspection
 */
export function introspect(
  { schema, document, operation }: IntrospectedOperation,
  nodes: readonly FieldNode[],
  variables: Readonly<Record<string, unknown>>,
): unknown {
  const { variableDefinitions = [] } = operation;
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const { data, errors } = executeSync({
    schema,
    document: {
      kind: Kind.DOCUMENT,
      definitions: [
        {
          kind: Kind.OPERATION_DEFINITION,
          operation: operation.operation,
          variableDefinitions: variableDefinitions.filter(({ type }) => canBeUsed(type)),
          selectionSet: { kind: Kind.SELECTION_SET, selections: nodes },
        },
        ...fragments,
      ],
    },
    variableValues: variables,
  });
  const [error] = errors ?? [];
  if (error) throw error;
  return Object.values(data ?? {})[0];
}

/** Introspection takes no other types; variables of others must not be coerced a second time. */
function canBeUsed(type: TypeNode): boolean {
  if (type.kind === Kind.NON_NULL_TYPE) return canBeUsed(type.type);
  return type.kind === Kind.NAMED_TYPE && ['String', 'Boolean'].includes(type.name.value);
}
