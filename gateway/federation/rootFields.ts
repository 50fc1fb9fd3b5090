import { type DocumentNode, type FieldNode, Kind, type SelectionNode } from 'graphql';

/**
 * Changes the root fields of a document's operations. A client may put them into fragments or repeat them, so that each
 * occurrence is changed; fragments at the root become part of the operation.
 */
export function mapRootFields(document: DocumentNode, change: (field: FieldNode) => FieldNode): DocumentNode {
  const mapSelections = (selections: readonly SelectionNode[]): SelectionNode[] =>
    selections.map((selection) => {
      if (selection.kind === Kind.FIELD) return change(selection);
      const { directives = [] } = selection;
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : findFragment(document, selection.name.value);
      if (!fragment) return selection;
      const { selectionSet, typeCondition } = fragment;
      return {
        kind: Kind.INLINE_FRAGMENT,
        ...(typeCondition ? { typeCondition } : {}),
        directives: [...directives],
        selectionSet: { ...selectionSet, selections: mapSelections(selectionSet.selections) },
      };
    });
  return {
    ...document,
    definitions: document.definitions.map((definition) => {
      if (definition.kind !== Kind.OPERATION_DEFINITION) return definition;
      const { selectionSet } = definition;
      return {
        ...definition,
        selectionSet: { ...selectionSet, selections: mapSelections(selectionSet.selections) },
      };
    }),
  };
}

function findFragment(document: DocumentNode, name: string) {
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name) return definition;
  }
  return undefined;
}
