import {
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLTypeResolver,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionNode,
} from 'graphql';
import type { ExecutionErrors } from './executionErrors.ts';
import { isDataObject, typenameOf } from './mergeData.ts';

/**
 * Finds the object type of a value of an abstract type.
 *
 * A subgraph with `@interfaceObject` calls its objects by the interface's name, or by none when it was not asked. The
 * plan asks another subgraph for the concrete type only where the operation depends on it; where it does not, any type
 * of the interface completes the value alike.
 *
 * Its errors never name the type, as graphql-js would: it may be `@inaccessible`.
 *
 * @see https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/entities/interfaces
 */
export function typenameResolver(errors: ExecutionErrors): GraphQLTypeResolver<unknown, unknown> {
  return (value, _context, info, abstractType) => {
    const typename = isDataObject(value) ? typenameOf(value) : undefined;
    const type = typename === undefined ? abstractType : info.schema.getType(typename);
    if (isAbstractType(abstractType)) {
      if (isObjectType(type) && info.schema.isSubType(abstractType, type)) return typename;
      const isWithin = isInterfaceType(type) && (type === abstractType || info.schema.isSubType(abstractType, type));
      if (isWithin && !dependsOnType(info, type)) return standIn(info, type)?.name;
    }
    const failure = isDataObject(value) ? errors.failureOf(value, '__typename') : undefined;
    throw failure ?? new Error(`There is no possible type for this value of type ${abstractType.name}.`);
  };
}

/** Whether the field's selections ask for `__typename`, or for what only some types of the interface have. */
function dependsOnType({ fieldNodes, fragments, schema }: GraphQLResolveInfo, type: GraphQLInterfaceType): boolean {
  const holdsForAll = (condition: string): boolean => {
    const conditionType = schema.getType(condition);
    return conditionType === type || (isInterfaceType(conditionType) && schema.isSubType(conditionType, type));
  };
  const depends = (selection: SelectionNode): boolean => {
    if (selection.kind === Kind.FIELD) return selection.name.value === '__typename';
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value] : selection;
    if (!fragment) return false;
    const condition = fragment.typeCondition?.name.value;
    return (condition !== undefined && !holdsForAll(condition)) || fragment.selectionSet.selections.some(depends);
  };
  return fieldNodes.some((field) => field.selectionSet?.selections.some(depends) ?? false);
}

/** Preferably a type that has narrowed no field of the interface, since a narrower one could refuse a null. */
function standIn({ schema }: GraphQLResolveInfo, type: GraphQLInterfaceType): GraphQLObjectType | undefined {
  const fields = Object.values(type.getFields());
  const candidates = schema.getPossibleTypes(type);
  const isAlike = (candidate: GraphQLObjectType): boolean =>
    fields.every((field) => String(candidate.getFields()[field.name]?.type) === String(field.type));
  return candidates.find(isAlike) ?? candidates[0];
}
