import { readFileSync } from 'node:fs';
import {
  buildSchema,
  type ConstDirectiveNode,
  type DirectiveNode,
  GraphQLSchema,
  Source,
  type ValueNode,
  valueFromAST,
} from 'graphql';

const FILE = 'schema/flow-directives.graphql';

/** The directives of the flow language, as editors complete them. */
const language = buildSchema(new Source(readFileSync(new URL(`../../../${FILE}`, import.meta.url), 'utf8'), FILE));
const directives = language.getDirectives().filter(({ astNode }) => astNode);
const names: ReadonlySet<string> = new Set(directives.map(({ name }) => name));

/** The schema that flow documents are validated with: what clients see, and the directives of the flow language. */
export function withFlowDirectives(apiSchema: GraphQLSchema): GraphQLSchema {
  const others = apiSchema.getDirectives().filter(({ name }) => !names.has(name));
  return new GraphQLSchema({ ...apiSchema.toConfig(), directives: [...others, ...directives] });
}

/** Whether the directive is the flow language's, which no subgraph knows. */
export function isFlowDirective({ name }: DirectiveNode): boolean {
  return names.has(name.value);
}

interface WithDirectives {
  readonly directives?: readonly DirectiveNode[] | undefined;
}

/** The directive of the flow language at this place. */
export function directiveAt(node: WithDirectives, name: string): DirectiveNode | undefined {
  return node.directives?.find((directive) => directive.name.value === name);
}

/**
 * An argument's value, or its default. Undefined when there is none, or one of another type, which is for GraphQL's own
 * validation to report.
 */
export function argumentValue(directive: DirectiveNode | ConstDirectiveNode, name: string): unknown {
  const definition = language.getDirective(directive.name.value)?.args.find((argument) => argument.name === name);
  if (!definition) throw new Error(`@${directive.name.value} has no argument ${name}.`);
  const given = argumentNode(directive, name);
  return given ? valueFromAST(given, definition.type) : definition.defaultValue;
}

/** {@link argumentValue} of a String. */
export function textArgument(directive: DirectiveNode, name: string): string | undefined {
  const value = argumentValue(directive, name);
  return typeof value === 'string' ? value : undefined;
}

/** The argument as it is written. */
export function argumentNode(directive: DirectiveNode, name: string): ValueNode | undefined {
  return directive.arguments?.find((argument) => argument.name.value === name)?.value;
}
