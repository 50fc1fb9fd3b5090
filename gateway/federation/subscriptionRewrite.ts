import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  Kind,
  type OperationDefinitionNode,
  parseType,
  visit,
} from 'graphql';
import { mapRootFields } from './rootFields.ts';

/** A subscription as the gateway plans it, and where in its answers to find what the gateway added. */
export interface SubscriptionRewrite {
  readonly document: DocumentNode;
  readonly cursor: { readonly rootName: string; readonly name: string } | undefined;
  readonly resumeVariable: string | undefined;
}

/**
 * Adds to a subscription what the gateway needs of each event: the payload's `cursor`, under a name that the client
 * does not use, and, when it resumes, a variable in place of the root field's `after` argument.
 *
 * A client may put the one root field into fragments or repeat it, so that each occurrence is rewritten.
 */
export function rewriteSubscription(
  schema: GraphQLSchema,
  document: DocumentNode,
  resumes: boolean,
): SubscriptionRewrite {
  const usedNames = collectNames(document);
  const cursorName = unusedName('sluiceCursor', usedNames);
  const afterName = unusedName('sluiceAfter', usedNames);
  const fields = schema.getSubscriptionType()?.getFields() ?? {};
  let rewrite: Omit<SubscriptionRewrite, 'document'> = { cursor: undefined, resumeVariable: undefined };
  let afterType: string | undefined;

  const rewriteField = (field: FieldNode): FieldNode => {
    const definition = fields[field.name.value];
    if (!definition) return field;
    const after = resumes ? definition.args.find((argument) => argument.name === 'after') : undefined;
    if (after) afterType = String(after.type);
    const hasCursor = hasCursorField(definition);
    rewrite = {
      cursor: hasCursor ? { rootName: field.alias?.value ?? field.name.value, name: cursorName } : undefined,
      resumeVariable: after && afterName,
    };
    return withCursor(after ? withAfter(field, afterName) : field, hasCursor ? cursorName : undefined);
  };

  const { definitions } = mapRootFields(document, rewriteField);
  return {
    ...rewrite,
    document: {
      ...document,
      definitions: definitions.map((definition) =>
        definition.kind === Kind.OPERATION_DEFINITION && afterType !== undefined
          ? withVariable(definition, afterName, afterType)
          : definition,
      ),
    },
  };
}

function collectNames(document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  visit(document, {
    Name: (name) => {
      names.add(name.value);
    },
  });
  return names;
}

function unusedName(wanted: string, used: ReadonlySet<string>): string {
  let name = wanted;
  for (let suffix = 1; used.has(name); suffix++) name = `${wanted}${suffix}`;
  return name;
}

/** Whether a subscription's payload tells a cursor. */
export function hasCursorField(definition: GraphQLField<unknown, unknown>): boolean {
  const type = getNamedType(definition.type);
  const cursor = isObjectType(type) || isInterfaceType(type) ? type.getFields().cursor : undefined;
  return cursor !== undefined && isLeafType(getNamedType(cursor.type)) && !cursor.args.some(isRequiredArgument);
}

function withCursor(field: FieldNode, cursorName: string | undefined): FieldNode {
  if (cursorName === undefined || !field.selectionSet) return field;
  const cursor: FieldNode = {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: cursorName },
    name: { kind: Kind.NAME, value: 'cursor' },
  };
  return { ...field, selectionSet: { ...field.selectionSet, selections: [...field.selectionSet.selections, cursor] } };
}

function withAfter(field: FieldNode, variable: string): FieldNode {
  const after: ArgumentNode = {
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: 'after' },
    value: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: variable } },
  };
  return {
    ...field,
    arguments: [...(field.arguments ?? []).filter((argument) => argument.name.value !== 'after'), after],
  };
}

function withVariable(operation: OperationDefinitionNode, name: string, type: string): OperationDefinitionNode {
  return {
    ...operation,
    variableDefinitions: [
      ...(operation.variableDefinitions ?? []),
      {
        kind: Kind.VARIABLE_DEFINITION,
        variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } },
        type: parseType(type, { noLocation: true }),
      },
    ],
  };
}
