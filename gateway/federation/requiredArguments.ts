import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';

type FieldsDefinition = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/** How a field that some `@requires` selects with arguments is called in plans, and what it is called in subgraphs. */
export type RequiredVariants = ReadonlyMap<string, string>;

/** A supergraph in which no two `@requires` select one field with different arguments. */
export interface SeparatedSupergraph {
  readonly document: DocumentNode;
  readonly variants: RequiredVariants;
}

/**
 * Gives each field that a `@requires` selects with arguments a name for itself, one for each set of arguments. The
 * query planner keeps one value for each response name: without this, of `price(currency: "USD")` and `price(currency:
 * "GBP")`, which two fields require, or of one of them and the `price` that a client selects, one is sent for the other.
 *
 * `separateRepresentations` gives the fields their own names back in the plan.
 *
 * @see https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/directives#requires
 */
export function separateRequiredArguments(supergraph: DocumentNode): SeparatedSupergraph {
  const separation = new Separation(supergraph);
  const required = supergraph.definitions.map((definition) =>
    isFieldsDefinition(definition) ? separation.rewriteRequires(definition) : definition,
  );
  if (separation.variants.size === 0) return { document: supergraph, variants: separation.variants };
  const selected = separation.collectSelected(required);
  const definitions = required.map((definition) =>
    isFieldsDefinition(definition) ? separation.withVariants(definition, selected) : definition,
  );
  return { document: { ...supergraph, definitions }, variants: separation.variants };
}

class Separation {
  /** Fields' own names, by the names of their variants. */
  readonly variants = new Map<string, string>();
  readonly #types = new Map<string, FieldsDefinition>();
  /** Names of variants by field and arguments. */
  readonly #names = new Map<string, string>();
  /** Which variants a type gets. */
  readonly #added = new Map<string, Set<string>>();

  constructor(supergraph: DocumentNode) {
    for (const definition of supergraph.definitions) {
      if (isFieldsDefinition(definition)) this.#types.set(definition.name.value, definition);
    }
  }

  rewriteRequires<Definition extends FieldsDefinition>(definition: Definition): Definition {
    const rewrite = (directive: ConstDirectiveNode): ConstDirectiveNode =>
      mapRequires(directive, (selection) => this.#separate(selection, definition.name.value));
    return {
      ...definition,
      fields: (definition.fields ?? []).map((field) => ({
        ...field,
        directives: (field.directives ?? []).map(rewrite),
      })),
    };
  }

  /**
   * The type with a copy of its field for each variant. Subgraphs have and lack it alike; those that must be given it
   * declare only the names that they select, since a declaration without use is an error.
   *
   * @param selected what subgraphs select after the separation
   */
  withVariants<Definition extends FieldsDefinition>(definition: Definition, selected: SelectedFields): Definition {
    const added = this.#added.get(definition.name.value);
    if (!added) return definition;
    const ownNames = new Set([...added].map((variant) => this.variants.get(variant)));
    const fields = (definition.fields ?? []).flatMap((field) => {
      if (!ownNames.has(field.name.value)) return [field];
      const variants = [...added].filter((variant) => this.variants.get(variant) === field.name.value);
      const copies = variants.map((variant) => ({ ...field, name: { kind: Kind.NAME, value: variant } as const }));
      const isOfInterface = this.#interfacesOf(definition).some((type) => hasField(type, field.name.value));
      return [field, ...copies].map((copy) =>
        isOfInterface ? copy : withoutUnusedExternals(copy, definition.name.value, selected),
      );
    });
    return { ...definition, fields };
  }

  /** Finds what the subgraphs' own selections name in `definitions`, whose `@requires` have been rewritten. */
  collectSelected(definitions: DocumentNode['definitions']): SelectedFields {
    const selected = new Set<string>();
    const collect = (selection: string | undefined, typeName: string, graph: string): void => {
      const selectionSet = selection === undefined ? undefined : parseSelection(selection);
      if (selectionSet) this.#collectFields(selectionSet, typeName, graph, selected);
    };
    for (const definition of definitions) {
      if (!isFieldsDefinition(definition)) continue;
      const typeName = definition.name.value;
      for (const directive of definition.directives ?? []) {
        if (directive.name.value === 'join__type')
          collect(stringArgument(directive, 'key'), typeName, graphOf(directive));
      }
      for (const field of definition.fields ?? []) {
        for (const directive of field.directives ?? []) {
          if (directive.name.value !== 'join__field') continue;
          collect(stringArgument(directive, 'requires'), typeName, graphOf(directive));
          collect(stringArgument(directive, 'provides'), namedType(field.type), graphOf(directive));
        }
      }
    }
    return selected;
  }

  #collectFields({ selections }: SelectionSetNode, typeName: string, graph: string, selected: Set<string>): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const name = selection.name.value;
        selected.add(`${graph} ${typeName}.${name}`);
        const type = this.#fieldOf(typeName, this.variants.get(name) ?? name)?.type;
        if (type && selection.selectionSet)
          this.#collectFields(selection.selectionSet, namedType(type), graph, selected);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value ?? typeName;
        this.#collectFields(selection.selectionSet, condition, graph, selected);
      }
    }
  }

  #fieldOf(typeName: string, fieldName: string): FieldDefinitionNode | undefined {
    return this.#types.get(typeName)?.fields?.find(({ name }) => name.value === fieldName);
  }

  #interfacesOf({ interfaces = [] }: FieldsDefinition): FieldsDefinition[] {
    return interfaces.flatMap(({ name }) => this.#types.get(name.value) ?? []);
  }

  #separate(selection: string, typeName: string): string {
    const selectionSet = parseSelection(selection);
    if (!selectionSet) return selection;
    return print(this.#separateSelections(selectionSet, typeName))
      .replace(/^\{|\}$/g, '')
      .trim();
  }

  #separateSelections(selectionSet: SelectionSetNode, typeName: string): SelectionSetNode {
    return {
      ...selectionSet,
      selections: selectionSet.selections.map((selection) => this.#separateSelection(selection, typeName)),
    };
  }

  #separateSelection(selection: SelectionNode, typeName: string): SelectionNode {
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition?.name.value ?? typeName;
      return { ...selection, selectionSet: this.#separateSelections(selection.selectionSet, condition) };
    }
    if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
    const definition = this.#fieldOf(typeName, selection.name.value);
    const separated =
      definition &&
      selection.selectionSet &&
      this.#separateSelections(selection.selectionSet, namedType(definition.type));
    const field = separated ? { ...selection, selectionSet: separated } : selection;
    if (!definition || !selection.arguments?.length) return field;
    return { ...field, name: { kind: Kind.NAME, value: this.#variantOf(selection, typeName) } };
  }

  #variantOf(field: FieldNode, typeName: string): string {
    const name = field.name.value;
    const signature = `${name}(${(field.arguments ?? []).map(print).sort().join(',')})`;
    const variant = this.#names.get(signature) ?? `sluice__requires${this.#names.size + 1}__${name}`;
    this.#names.set(signature, variant);
    this.variants.set(variant, name);
    for (const type of this.#typesWithin(typeName)) {
      const added = this.#added.get(type) ?? new Set();
      this.#added.set(type, added.add(variant));
    }
    return variant;
  }

  /** The type itself, and what implements it, which must have the fields of its interfaces. */
  #typesWithin(typeName: string): string[] {
    const implementations = [...this.#types.values()]
      .filter(({ interfaces = [] }) => interfaces.some(({ name }) => name.value === typeName))
      .map(({ name }) => name.value);
    return [typeName, ...implementations];
  }
}

/** The fields, as `graph Type.field`, that some `@key`, `@requires` or `@provides` of the graph selects. */
type SelectedFields = ReadonlySet<string>;

function stringArgument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}

function parseSelection(selection: string): SelectionSetNode | undefined {
  const [operation] = parse(`{ ${selection} }`, { noLocation: true }).definitions;
  return operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet : undefined;
}

function withoutUnusedExternals(
  field: FieldDefinitionNode,
  typeName: string,
  selected: SelectedFields,
): FieldDefinitionNode {
  const isUsed = (directive: ConstDirectiveNode): boolean =>
    directive.name.value !== 'join__field' ||
    !isExternal(directive) ||
    selected.has(`${graphOf(directive)} ${typeName}.${field.name.value}`);
  return { ...field, directives: (field.directives ?? []).filter(isUsed) };
}

function graphOf(directive: ConstDirectiveNode): string {
  const value = directive.arguments?.find(({ name }) => name.value === 'graph')?.value;
  return value?.kind === Kind.ENUM ? value.value : '';
}

function isExternal(directive: ConstDirectiveNode): boolean {
  const value = directive.arguments?.find(({ name }) => name.value === 'external')?.value;
  return value?.kind === Kind.BOOLEAN && value.value;
}

function hasField({ fields = [] }: FieldsDefinition, fieldName: string): boolean {
  return fields.some(({ name }) => name.value === fieldName);
}

function isFieldsDefinition(definition: DocumentNode['definitions'][number]): definition is FieldsDefinition {
  return definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

function mapRequires(directive: ConstDirectiveNode, map: (selection: string) => string): ConstDirectiveNode {
  if (directive.name.value !== 'join__field') return directive;
  return {
    ...directive,
    arguments: (directive.arguments ?? []).map((argument) =>
      argument.name.value === 'requires' && argument.value.kind === Kind.STRING
        ? { ...argument, value: { ...argument.value, block: false, value: map(argument.value.value) } }
        : argument,
    ),
  };
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
