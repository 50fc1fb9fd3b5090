import { type Schema as FederationSchema, possibleRuntimeTypes } from '@apollo/federation-internals';

/** Decides whether an object of a type satisfies a fragment's type condition, in terms of the whole supergraph. */
export interface TypeConditions {
  /** Whether `typename` is `condition`, implements it, or is a member of it. */
  satisfies(typename: string, condition: string): boolean;
}

/**
 * Collects the abstract types of the supergraph. The API schema would not do: plans also speak of types that are
 * `@inaccessible` to clients, and of interfaces by the name that a subgraph with `@interfaceObject` answers.
 */
export function collectTypeConditions(supergraph: FederationSchema): TypeConditions {
  const members = new Map<string, ReadonlySet<string>>();
  for (const type of supergraph.interfaceTypes()) {
    members.set(type.name, new Set(type.allImplementations().map((implementation) => implementation.name)));
  }
  for (const type of supergraph.unionTypes()) {
    members.set(type.name, new Set(possibleRuntimeTypes(type).map((member) => member.name)));
  }
  return {
    satisfies: (typename, condition) => typename === condition || (members.get(condition)?.has(typename) ?? false),
  };
}
