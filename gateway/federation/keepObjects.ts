import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/**
 * Adds `__typename` where variables may leave out all that is selected of an object: the planner asks for nothing then,
 * and an object without fields, `{}`, could not be told from one that is null.
 *
 * @see https://spec.graphql.org/October2021/#CollectFields()
 */
export function keepObjects(document: DocumentNode): DocumentNode {
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
    ),
  );
  return visit(document, {
    Field: {
      leave(field) {
        const { selectionSet } = field;
        if (!selectionSet || staysWhole(selectionSet, fragments)) return undefined;
        return { ...field, selectionSet: { ...selectionSet, selections: [...selectionSet.selections, TYPENAME] } };
      },
    },
  });
}

/** Whether something is selected that no variable leaves out. */
function staysWhole({ selections }: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): boolean {
  return selections.some((selection) => stays(selection, fragments));
}

function stays(selection: SelectionNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): boolean {
  if (selection.directives?.some(({ name }) => name.value === 'skip' || name.value === 'include')) return false;
  if (selection.kind === Kind.FIELD) return true;
  const { selectionSet } =
    selection.kind === Kind.INLINE_FRAGMENT ? selection : (fragments.get(selection.name.value) ?? {});
  return selectionSet !== undefined && staysWhole(selectionSet, fragments);
}
