import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type InlineFragmentNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';

/** Interfaces by the fields, as `Type.field`, that a subgraph with `@interfaceObject` computes for all their types. */
export type InterfaceObjectFields = ReadonlyMap<string, string>;

/**
 * Finds the fields with `@requires` of subgraphs that know an interface as one object, under the interface's name and
 * under that of each type that implements it.
 *
 * @see https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/directives#interfaceobject
 */
export function collectInterfaceObjectFields(supergraph: DocumentNode): InterfaceObjectFields {
  const fields = new Map<string, string>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const interfaceName = definition.name.value;
    const graphs = (definition.directives ?? [])
      .filter((directive) => directive.name.value === 'join__type' && hasTrue(directive, 'isInterfaceObject'))
      .map(graphOf);
    if (graphs.length === 0) continue;
    for (const field of definition.fields ?? []) {
      const isComputed = field.directives?.some(
        (directive) =>
          directive.name.value === 'join__field' &&
          graphs.includes(graphOf(directive)) &&
          directive.arguments?.some(({ name }) => name.value === 'requires'),
      );
      if (!isComputed) continue;
      for (const typeName of [interfaceName, ...implementationsOf(supergraph, interfaceName)]) {
        fields.set(`${typeName}.${field.name.value}`, interfaceName);
      }
    }
  }
  return fields;
}

function implementationsOf(supergraph: DocumentNode, interfaceName: string): string[] {
  return supergraph.definitions.flatMap((definition) =>
    (definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION) &&
    definition.interfaces?.some(({ name }) => name.value === interfaceName)
      ? [definition.name.value]
      : [],
  );
}

function graphOf(directive: ConstDirectiveNode): string {
  const value = directive.arguments?.find(({ name }) => name.value === 'graph')?.value;
  return value?.kind === Kind.ENUM ? value.value : '';
}

function hasTrue(directive: ConstDirectiveNode, name: string): boolean {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.BOOLEAN && value.value;
}

/**
 * Asks for such fields of the interface where the operation asks for them of one concrete type. The subgraph is sent
 * representations of all types at once; the planner gives only those of the one type what the field requires, and so
 * none of the others could be sent. What is asked for too much is left out when the answer is completed.
 */
export function askInterfaceObjects(document: DocumentNode, fields: InterfaceObjectFields): DocumentNode {
  if (fields.size === 0 || !mentions(document, fields)) return document;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const lifting = new Lifting(fragments, fields);
  const definitions = document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? [{ ...definition, selectionSet: lifting.lift(definition.selectionSet) }]
      : [],
  );
  return { ...document, definitions };
}

function mentions(document: DocumentNode, fields: InterfaceObjectFields): boolean {
  const names = new Set([...fields.keys()].map((coordinate) => coordinate.slice(coordinate.indexOf('.') + 1)));
  let found = false;
  visit(document, {
    Field: ({ name }) => {
      found ||= names.has(name.value);
    },
  });
  return found;
}

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

class Lifting {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #fields: InterfaceObjectFields;

  constructor(fragments: ReadonlyMap<string, FragmentDefinitionNode>, fields: InterfaceObjectFields) {
    this.#fragments = fragments;
    this.#fields = fields;
  }

  lift(selectionSet: SelectionSetNode): SelectionSetNode {
    const { kept, lifted } = this.#separate(selectionSet.selections, undefined);
    return { ...selectionSet, selections: [...kept, ...lifted] };
  }

  /** @param typeName the nearest type condition; undefined where the selections are of a field's own type */
  #separate(selections: readonly SelectionNode[], typeName: string | undefined) {
    const kept: SelectionNode[] = [];
    const lifted: InlineFragmentNode[] = [];
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const field = selection.selectionSet
          ? { ...selection, selectionSet: this.lift(selection.selectionSet) }
          : selection;
        const interfaceName = this.#fields.get(`${typeName}.${selection.name.value}`);
        if (interfaceName === undefined) {
          kept.push(field);
        } else {
          kept.push(TYPENAME);
          lifted.push(fragmentOn(interfaceName, field));
        }
        continue;
      }
      const fragment = this.#inline(selection);
      if (!fragment) continue;
      const inner = this.#separate(fragment.selectionSet.selections, fragment.typeCondition?.name.value ?? typeName);
      kept.push(withSelections(fragment, inner.kept));
      const { directives = [] } = fragment;
      for (const part of inner.lifted) {
        lifted.push(directives.length === 0 ? part : { ...withoutCondition(fragment), selectionSet: setOf([part]) });
      }
    }
    return { kept, lifted };
  }

  #inline(selection: Exclude<SelectionNode, FieldNode>): InlineFragmentNode | undefined {
    if (selection.kind === Kind.INLINE_FRAGMENT) return selection;
    const definition = this.#fragments.get(selection.name.value);
    if (!definition) return undefined;
    const { typeCondition, selectionSet } = definition;
    return { kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet, directives: [...(selection.directives ?? [])] };
  }
}

function fragmentOn(typeName: string, field: FieldNode): InlineFragmentNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: typeName } },
    selectionSet: setOf([field]),
  };
}

function withSelections(fragment: InlineFragmentNode, selections: readonly SelectionNode[]): InlineFragmentNode {
  return { ...fragment, selectionSet: setOf(selections) };
}

/** Its `@skip` and `@include` without its type condition. */
function withoutCondition({ directives = [], selectionSet }: InlineFragmentNode): InlineFragmentNode {
  return { kind: Kind.INLINE_FRAGMENT, directives, selectionSet };
}

function setOf(selections: readonly SelectionNode[]): SelectionSetNode {
  return { kind: Kind.SELECTION_SET, selections };
}
