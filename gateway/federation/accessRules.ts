import { type ConstDirectiveNode, type ConstValueNode, type DocumentNode, Kind, valueFromASTUntyped } from 'graphql';
import { ANONYMOUS, type Caller } from '../../subgraphs/kit/caller.ts';

/** What a supergraph demands of callers. */
export interface AccessRules {
  /** Whether the caller may use what stands at a coordinate: `Type` or `Type.field`. */
  allows(caller: Caller, coordinate: string): boolean;
}

type Rule = (caller: Caller) => boolean;

/** The specifications that define the directives, by the names that these have unless a supergraph renames them. */
const SPECIFICATIONS = ['authenticated', 'requiresScopes', 'policy'] as const;

type Specification = (typeof SPECIFICATIONS)[number];

/**
 * Collects `@authenticated`, `@requiresScopes` and `@policy` of a supergraph. A caller is authenticated when it is not
 * the anonymous one; its scopes are `Caller.scopes`, and the policies that it satisfies are those that its claim
 * `policies` lists. Policies are decided by whoever authenticates callers; what nobody decided is refused.
 *
 * @returns undefined when the supergraph demands nothing
 * @see https://www.apollographql.com/docs/graphos/routing/security/authorization
 */
export function collectAccessRules(supergraph: DocumentNode): AccessRules | undefined {
  const directives = directiveNames(supergraph);
  const rules = new Map<string, Rule[]>();
  const collect = (coordinate: string, applied: readonly ConstDirectiveNode[] = []): void => {
    const found = applied.flatMap((directive) => {
      const specification = directives.get(directive.name.value);
      return specification ? [ruleOf(specification, directive)] : [];
    });
    if (found.length > 0) rules.set(coordinate, [...(rules.get(coordinate) ?? []), ...found]);
  };
  for (const definition of supergraph.definitions) {
    if (!('name' in definition) || !definition.name || !('directives' in definition)) continue;
    const typeName = definition.name.value;
    collect(typeName, definition.directives as readonly ConstDirectiveNode[]);
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const field of definition.fields ?? []) collect(`${typeName}.${field.name.value}`, field.directives);
  }
  if (rules.size === 0) return undefined;
  return { allows: (caller, coordinate) => (rules.get(coordinate) ?? []).every((rule) => rule(caller)) };
}

/** What the directives are called in this supergraph: `@link` may give them another name. */
function directiveNames(supergraph: DocumentNode): ReadonlyMap<string, Specification> {
  const names = new Map<string, Specification>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION) continue;
    for (const link of definition.directives ?? []) {
      const url = stringArgument(link, 'url');
      const specification = SPECIFICATIONS.find((name) => url?.startsWith(`https://specs.apollo.dev/${name}/`));
      if (specification) names.set(stringArgument(link, 'as') ?? specification, specification);
    }
  }
  return names;
}

function stringArgument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}

function ruleOf(specification: Specification, directive: ConstDirectiveNode): Rule {
  switch (specification) {
    case 'authenticated':
      return ({ id }) => id !== ANONYMOUS.id;
    case 'requiresScopes': {
      const alternatives = namesIn(directive, 'scopes');
      return ({ scopes }) => alternatives.some((names) => names.every((name) => scopes.includes(name)));
    }
    case 'policy': {
      const alternatives = namesIn(directive, 'policies');
      return ({ claims: { policies } }) =>
        Array.isArray(policies) && alternatives.some((names) => names.every((name) => policies.includes(name)));
    }
  }
}

/** Lists of names, all of which are demanded, any one list of which suffices. */
function namesIn(directive: ConstDirectiveNode, argument: string): string[][] {
  const value: ConstValueNode | undefined = directive.arguments?.find(({ name }) => name.value === argument)?.value;
  return value ? (valueFromASTUntyped(value) as string[][]) : [];
}
