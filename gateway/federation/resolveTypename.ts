import {
  type FieldNode,
  type GraphQLAbstractType,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionNode,
} from 'graphql';
import { isIncluded, type SelectionScope } from './writer/collectFields.ts';

/**
 * Finds the object type of a value of an abstract type, by the name that subgraphs answered; undefined when there is
 * none that the client may see.
 *
 * A subgraph with `@interfaceObject` calls its objects by the interface's name, or by none when it was not asked. The
 * plan asks another subgraph for the concrete type only where the operation depends on it; where it does not, any type
 * of the interface completes the value alike.
 *
 * @param fieldNodes the fields whose value it is
 * @see https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/entities/interfaces
 */
export function resolveTypename(
  scope: SelectionScope,
  fieldNodes: readonly FieldNode[],
  abstractType: GraphQLAbstractType,
  typename: string | undefined,
): GraphQLObjectType | undefined {
  const { schema } = scope;
  const type = typename === undefined ? abstractType : schema.getType(typename);
  if (isObjectType(type)) return schema.isSubType(abstractType, type) ? type : undefined;
  if (!isInterfaceType(type)) return undefined;
  const isWithin = type === abstractType || schema.isSubType(abstractType, type);
  return isWithin && !dependsOnType(scope, fieldNodes, type) ? standIn(schema, type) : undefined;
}

/** Whether the fields' selections ask for `__typename`, or for what only some types of the interface have. */
function dependsOnType(scope: SelectionScope, fieldNodes: readonly FieldNode[], type: GraphQLInterfaceType): boolean {
  const { schema, fragments } = scope;
  const holdsForAll = (condition: string): boolean => {
    const conditionType = schema.getType(condition);
    return conditionType === type || (isInterfaceType(conditionType) && schema.isSubType(conditionType, type));
  };
  const depends = (selection: SelectionNode): boolean => {
    if (!isIncluded(scope, selection)) return false;
    if (selection.kind === Kind.FIELD) return selection.name.value === '__typename';
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    if (!fragment) return false;
    const condition = fragment.typeCondition?.name.value;
    return (condition !== undefined && !holdsForAll(condition)) || fragment.selectionSet.selections.some(depends);
  };
  return fieldNodes.some((field) => field.selectionSet?.selections.some(depends) ?? false);
}

/** Preferably a type that has narrowed no field of the interface, since a narrower one could refuse a null. */
function standIn(schema: GraphQLSchema, type: GraphQLInterfaceType): GraphQLObjectType | undefined {
  const fields = Object.values(type.getFields());
  const candidates = schema.getPossibleTypes(type);
  const isAlike = (candidate: GraphQLObjectType): boolean =>
    fields.every((field) => String(candidate.getFields()[field.name]?.type) === String(field.type));
  return candidates.find(isAlike) ?? candidates[0];
}
