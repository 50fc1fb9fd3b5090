import { type ConstDirectiveNode, type DocumentNode, Kind, parse, visit } from 'graphql';

/** Which fields a subgraph must be given to resolve a field of an entity. */
export interface Requirements {
  /** The names of all fields that the field's `@requires` in this subgraph selects, nested ones included. */
  namesFor(subgraph: string, typeName: string, fieldName: string): ReadonlySet<string>;
  /** The names of all fields that occur in some `@key`. */
  readonly keyNames: ReadonlySet<string>;
}

const NOTHING: ReadonlySet<string> = new Set();

/** Collects what the `@requires` of a supergraph select. */
export function collectRequirements(supergraph: DocumentNode): Requirements {
  const subgraphs = collectSubgraphNames(supergraph);
  const required = new Map<string, ReadonlySet<string>>();
  const keyNames = new Set<string>();
  for (const type of supergraph.definitions) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION && type.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const directive of type.directives ?? []) {
      const key = directive.name.value === 'join__type' ? stringArgument(directive, 'key') : undefined;
      if (key !== undefined) for (const name of fieldNames(key)) keyNames.add(name);
    }
    for (const field of type.fields ?? []) {
      for (const directive of field.directives ?? []) {
        if (directive.name.value !== 'join__field') continue;
        const selection = stringArgument(directive, 'requires');
        const subgraph = subgraphs.get(stringArgument(directive, 'graph') ?? '');
        if (selection === undefined || subgraph === undefined) continue;
        required.set(`${subgraph}\n${type.name.value}.${field.name.value}`, fieldNames(selection));
      }
    }
  }
  return {
    keyNames,
    namesFor: (subgraph, typeName, fieldName) => required.get(`${subgraph}\n${typeName}.${fieldName}`) ?? NOTHING,
  };
}

/** Subgraphs' names by the values of the `join__Graph` enum, by which directives refer to them. */
function collectSubgraphNames(supergraph: DocumentNode): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue;
    for (const { name, directives = [] } of definition.values ?? []) {
      const graph = directives.find((directive) => directive.name.value === 'join__graph');
      names.set(name.value, (graph && stringArgument(graph, 'name')) ?? name.value);
    }
  }
  return names;
}

function stringArgument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}

function fieldNames(selection: string): ReadonlySet<string> {
  const names = new Set<string>();
  visit(parse(`{ ${selection} }`, { noLocation: true }), { Field: ({ name }) => void names.add(name.value) });
  return names;
}
