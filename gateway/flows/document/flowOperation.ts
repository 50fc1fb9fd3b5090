import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  Kind,
  type ObjectFieldNode,
  parse,
  print,
  separateOperations,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import type { FlowOperation } from '../flow.ts';
import { isFlowDirective } from './flowDirectives.ts';
import type { FlowReading, NamedOperation } from './flowDocument.ts';

/** What is added to an operation of a flow before it is sent. */
export interface Addition {
  readonly rootField: FieldNode;
  readonly variable: VariableDefinitionNode;
}

/**
 * The operation as the gateway executes it: a document of its own with the fragments that it uses, without the flow
 * language's directives.
 */
export function toFlowOperation(
  operation: NamedOperation,
  addition: Addition | null,
  { document: file }: FlowReading,
): FlowOperation {
  const name = operation.name.value;
  const sent = addition ? extend(operation, addition) : operation;
  const fragments = file.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  const document = strip({ kind: Kind.DOCUMENT, definitions: [sent, ...fragments] });
  const query = print(separateOperations(document)[name] ?? document);
  // Parsed anew: nodes of the file hold on to all of its tokens.
  return { name, query, document: parse(query, { noLocation: true }) };
}

function extend(operation: NamedOperation, { rootField, variable }: Addition): NamedOperation {
  return {
    ...operation,
    variableDefinitions: [...(operation.variableDefinitions ?? []), variable],
    selectionSet: { ...operation.selectionSet, selections: [rootField] },
  };
}

/** Leaves out what only the flow language knows, and descriptions, which are for readers of the file. */
function strip(document: DocumentNode): DocumentNode {
  return visit(document, {
    Directive: (directive) => (isFlowDirective(directive) ? null : undefined),
    OperationDefinition: ({ description: _, ...operation }) => operation,
    VariableDefinition: ({ description: _, ...definition }) => definition,
    FragmentDefinition: ({ description: _, ...fragment }) => fragment,
  });
}

/** The variable's definition, and its use as an argument or as a field of an input object. */
export function defineVariable(name: string, type: string): VariableDefinitionNode {
  const [definition] = parse(`query ($${name}: ${type}) { a }`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION || !definition.variableDefinitions?.[0]) {
    throw new Error(`${type} is no type of a variable.`);
  }
  return definition.variableDefinitions[0];
}

export function variableArgument(argument: string, variable: string): ArgumentNode {
  return { kind: Kind.ARGUMENT, name: nameNode(argument), value: { kind: Kind.VARIABLE, name: nameNode(variable) } };
}

export function variableField(field: string, variable: string): ObjectFieldNode {
  return { ...variableArgument(field, variable), kind: Kind.OBJECT_FIELD };
}

function nameNode(value: string) {
  return { kind: Kind.NAME, value } as const;
}
