import {
  type ExecutionResult,
  type FieldNode,
  type GraphQLError,
  GraphQLIncludeDirective,
  type GraphQLNamedType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Caller } from '../../subgraphs/kit/caller.ts';
import { SluiceError } from '../../subgraphs/kit/errors.ts';
import type { AccessRules } from './accessRules.ts';
import type { SelectedOperation } from './selectOperation.ts';
import type { SupergraphState } from './supergraph.ts';

/** The part of an operation that its caller may ask for. */
export interface PermittedOperation {
  readonly selected: SelectedOperation;
  /** One error for each field that was removed; its path has `@` in place of the indices of lists. */
  readonly refusals: readonly SluiceError[];
}

/**
 * Removes from an operation, before it is planned, what its caller may not see: fields with a rule of their own, fields of
 * a type with a rule, and fragments on such a type. A field of an interface is removed unless the caller may see it in
 * every type that implements the interface; fragments tell them apart.
 *
 * @see https://www.apollographql.com/docs/graphos/routing/security/authorization
 */
export function permitOperation(
  { apiSchema, accessRules }: SupergraphState,
  selected: SelectedOperation,
  caller: Caller,
  variables: Readonly<Record<string, unknown>>,
): PermittedOperation {
  if (!accessRules) return { selected, refusals: [] };
  const rootType = apiSchema.getRootType(selected.operation.operation);
  if (!rootType) return { selected, refusals: [] };
  const permission = new Permission(apiSchema, accessRules, caller, selected, variables);
  const selectionSet = permission.filter(selected.operation.selectionSet, rootType, []);
  if (permission.refusals.length === 0 && !permission.hasRemoved) return { selected, refusals: [] };
  const operation = { ...selected.operation, selectionSet };
  return {
    selected: { ...selected, operation, document: { kind: Kind.DOCUMENT, definitions: [operation] } },
    refusals: permission.refusals,
  };
}

/** Adds the refusals to an answer, and leaves out the errors that follow from them. */
export function withRefusals(result: ExecutionResult, refusals: readonly SluiceError[]): ExecutionResult {
  if (refusals.length === 0) return result;
  const { errors = [], ...rest } = withoutConsequences(result, refusals);
  return { ...rest, errors: [...refusals, ...errors] };
}

/** Leaves out of an answer the errors that follow from refusals. */
export function withoutConsequences(result: ExecutionResult, refusals: readonly SluiceError[]): ExecutionResult {
  if (refusals.length === 0 || !result.errors) return result;
  const { errors, ...rest } = result;
  const follows = ({ path, extensions }: GraphQLError) =>
    extensions.code === 'UPSTREAM_INVALID_VALUE' &&
    path !== undefined &&
    refusals.some((refusal) => refusal.path && areNear(refusal.path, path));
  const others = errors.filter((error) => !follows(error));
  return others.length > 0 ? { ...rest, errors: others } : rest;
}

/** Whether one path leads to the other's place or above it. */
function areNear(refused: readonly (string | number)[], path: readonly (string | number)[]): boolean {
  const length = Math.min(refused.length, path.length);
  return path
    .slice(0, length)
    .every((key, index) => key === refused[index] || (refused[index] === '@' && typeof key === 'number'));
}

class Permission {
  readonly refusals: SluiceError[] = [];
  hasRemoved = false;
  readonly #schema: GraphQLSchema;
  readonly #rules: AccessRules;
  readonly #caller: Caller;
  readonly #selected: SelectedOperation;
  readonly #variables: Record<string, unknown>;

  constructor(
    schema: GraphQLSchema,
    rules: AccessRules,
    caller: Caller,
    selected: SelectedOperation,
    variables: Readonly<Record<string, unknown>>,
  ) {
    this.#schema = schema;
    this.#rules = rules;
    this.#caller = caller;
    this.#selected = selected;
    this.#variables = { ...variables };
  }

  filter(
    selectionSet: SelectionSetNode,
    type: GraphQLNamedType,
    path: readonly string[],
    isLeftOut = false,
  ): SelectionSetNode {
    const selections = selectionSet.selections.flatMap((selection) =>
      this.#filterSelection(selection, type, path, isLeftOut || !this.#isIncluded(selection)),
    );
    return { ...selectionSet, selections };
  }

  #filterSelection(
    selection: SelectionNode,
    type: GraphQLNamedType,
    path: readonly string[],
    isLeftOut: boolean,
  ): SelectionNode[] {
    if (selection.kind === Kind.FIELD) return this.#filterField(selection, type, path, isLeftOut);
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#selected.fragments.get(selection.name.value);
    if (!fragment) return [];
    const condition = fragment.typeCondition && this.#schema.getType(fragment.typeCondition.name.value);
    const within = condition ?? type;
    const mayUseType = within === type || this.#rules.allows(this.#caller, within.name);
    const selectionSet = mayUseType
      ? this.filter(fragment.selectionSet, within, path, isLeftOut)
      : this.#refuseAll(fragment.selectionSet, within, path, isLeftOut);
    if (selectionSet.selections.length === 0) return [];
    const { typeCondition } = fragment;
    return [
      {
        kind: Kind.INLINE_FRAGMENT,
        ...(typeCondition ? { typeCondition } : {}),
        directives: [...(selection.directives ?? [])],
        selectionSet,
      },
    ];
  }

  #filterField(field: FieldNode, type: GraphQLNamedType, path: readonly string[], isLeftOut: boolean): SelectionNode[] {
    const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[field.name.value] : undefined;
    if (!definition) return [field];
    const fieldPath = [...path, field.alias?.value ?? field.name.value];
    const fieldType = getNamedType(definition.type);
    if (!this.#mayUseField(type, field.name.value) || !this.#rules.allows(this.#caller, fieldType.name)) {
      this.#refuse(fieldPath, isLeftOut);
      return [];
    }
    if (!field.selectionSet || !isCompositeType(fieldType)) return [field];
    const below = [...fieldPath, ...listLevels(definition.type)];
    const selectionSet = this.filter(field.selectionSet, fieldType, below, isLeftOut);
    return selectionSet.selections.length > 0 ? [{ ...field, selectionSet }] : [];
  }

  #mayUseField(type: GraphQLNamedType, fieldName: string): boolean {
    const types = isAbstractType(type) ? [type, ...this.#schema.getPossibleTypes(type)] : [type];
    return types.every(
      ({ name }) =>
        this.#rules.allows(this.#caller, `${name}.${fieldName}`) &&
        (name === type.name || this.#rules.allows(this.#caller, name)),
    );
  }

  /** The fields of a fragment on a type that the caller may not use. */
  #refuseAll(
    selectionSet: SelectionSetNode,
    type: GraphQLNamedType,
    path: readonly string[],
    isLeftOut: boolean,
  ): SelectionSetNode {
    for (const selection of selectionSet.selections) {
      const leftOut = isLeftOut || !this.#isIncluded(selection);
      if (selection.kind === Kind.FIELD) {
        this.#refuse([...path, selection.alias?.value ?? selection.name.value], leftOut);
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#selected.fragments.get(selection.name.value);
      if (fragment) this.#refuseAll(fragment.selectionSet, type, path, leftOut);
    }
    return { ...selectionSet, selections: [] };
  }

  #refuse(path: readonly string[], isLeftOut: boolean): void {
    this.hasRemoved = true;
    if (isLeftOut || this.refusals.some((refusal) => refusal.path?.join('\n') === path.join('\n'))) return;
    this.refusals.push(new SluiceError('UNAUTHORIZED_FIELD_OR_TYPE', 'Unauthorized field or type', { path }));
  }

  #isIncluded(selection: SelectionNode): boolean {
    const skip = getDirectiveValues(GraphQLSkipDirective, selection, this.#variables);
    const include = getDirectiveValues(GraphQLIncludeDirective, selection, this.#variables);
    return skip?.if !== true && include?.if !== false;
  }
}

function listLevels(type: Parameters<typeof getNullableType>[0]): string[] {
  const nullable = getNullableType(type);
  return isListType(nullable) ? ['@', ...listLevels(nullable.ofType)] : [];
}
