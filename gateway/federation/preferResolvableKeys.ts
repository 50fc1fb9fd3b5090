import { type ConstDirectiveNode, type DocumentNode, Kind, type TypeDefinitionNode } from 'graphql';

/**
 * Reorders the `@join__type` lines of each type so that, within one subgraph, resolvable keys come before those with
 * `resolvable: false`. The query planner considers a type's first key in a subgraph only when it asks whether an
 * entity can be resolved there, and plans nothing when that one happens not to be resolvable.
 *
 * @see https://specs.apollo.dev/join/v0.3/#@type
 */
export function preferResolvableKeys(supergraph: DocumentNode): DocumentNode {
  return {
    ...supergraph,
    definitions: supergraph.definitions.map((definition) =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION
        ? withResolvableKeysFirst(definition)
        : definition,
    ),
  };
}

function withResolvableKeysFirst<Definition extends TypeDefinitionNode>(definition: Definition): Definition {
  const directives = definition.directives ?? [];
  const ordered = new Map<string, ConstDirectiveNode[]>();
  for (const directive of directives) {
    if (directive.name.value !== 'join__type') continue;
    const graph = graphOf(directive);
    const sameGraph = ordered.get(graph) ?? [];
    if (isResolvable(directive)) sameGraph.splice(sameGraph.findLastIndex(isResolvable) + 1, 0, directive);
    else sameGraph.push(directive);
    ordered.set(graph, sameGraph);
  }
  return {
    ...definition,
    directives: directives.map((directive) =>
      directive.name.value === 'join__type' ? (ordered.get(graphOf(directive))?.shift() ?? directive) : directive,
    ),
  };
}

function graphOf(directive: ConstDirectiveNode): string {
  const value = directive.arguments?.find((argument) => argument.name.value === 'graph')?.value;
  return value?.kind === Kind.ENUM ? value.value : '';
}

function isResolvable(directive: ConstDirectiveNode): boolean {
  const value = directive.arguments?.find((argument) => argument.name.value === 'resolvable')?.value;
  return !(value?.kind === Kind.BOOLEAN && value.value === false);
}
