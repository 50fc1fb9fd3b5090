import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  isAbstractType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';

/** What selections mean: the schema, the document's fragments, and the variables of `@skip` and `@include`. */
export interface SelectionScope {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * Collects the fields that are selected on an object type, by response name, in the order in which they are answered.
 *
 * @see https://spec.graphql.org/October2021/#CollectFields()
 */
export function collectFields(
  scope: SelectionScope,
  type: GraphQLObjectType,
  selectionSets: readonly SelectionSetNode[],
): ReadonlyMap<string, readonly FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const spread = new Set<string>();
  const collect = (selection: SelectionNode): void => {
    if (!isIncluded(scope, selection)) return;
    if (selection.kind === Kind.FIELD) {
      const name = selection.alias?.value ?? selection.name.value;
      const known = fields.get(name);
      if (known) known.push(selection);
      else fields.set(name, [selection]);
      return;
    }
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      if (spread.has(selection.name.value)) return;
      spread.add(selection.name.value);
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : scope.fragments.get(selection.name.value);
    if (!fragment || !applies(scope, type, fragment.typeCondition?.name.value)) return;
    for (const inner of fragment.selectionSet.selections) collect(inner);
  };
  for (const { selections } of selectionSets) for (const selection of selections) collect(selection);
  return fields;
}

/** Whether neither `@skip` nor `@include` leaves a selection out. */
export function isIncluded({ variables }: Pick<SelectionScope, 'variables'>, selection: SelectionNode): boolean {
  if (!selection.directives?.length) return true;
  return (
    getDirectiveValues(GraphQLSkipDirective, selection, variables)?.if !== true &&
    getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.if !== false
  );
}

function applies({ schema }: SelectionScope, type: GraphQLObjectType, condition: string | undefined): boolean {
  if (condition === undefined || condition === type.name) return true;
  const conditionType = schema.getType(condition);
  return isAbstractType(conditionType) && schema.isSubType(conditionType, type);
}

/** The variables by which a document's `@skip` and `@include` decide. */
export function conditionVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  const note = ({ name, arguments: values = [] }: DirectiveNode): void => {
    if (name.value !== GraphQLSkipDirective.name && name.value !== GraphQLIncludeDirective.name) return;
    for (const { value } of values) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
  };
  visit(document, { Directive: note });
  return [...names].sort();
}
