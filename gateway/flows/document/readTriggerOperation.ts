import { type FieldNode, getNullableType, isLeafType, isObjectType, Kind, OperationTypeNode } from 'graphql';
import type { FlowTrigger } from '../flow.ts';
import { fieldDefinition, toFlowExport } from './collectExports.ts';
import type { Exporter } from './exportScope.ts';
import { type FlowReading, RESERVED_PREFIX, rootFieldOf } from './flowDocument.ts';
import { type Addition, aliased, defineVariable, toFlowOperation, variableArgument } from './flowOperation.ts';

/** What every payload of a change has, and the runner reads. */
const CHANGE_FIELDS = ['cursor', 'kind', 'at', 'id'] as const;
const AFTER = 'after';

/**
 * The subscription as the runner executes it: with the change's cursor, kind, time and id, resumed after a cursor.
 * Undefined, and reported, when it cannot begin runs.
 */
export function readTriggerOperation({ operation, exports }: Exporter, reading: FlowReading): FlowTrigger | undefined {
  const { faults } = reading;
  for (const { variable } of operation.variableDefinitions ?? []) {
    faults.add(variable, `Nothing can feed "$${variable.name.value}" of a flow's subscription; write the value.`);
  }
  const field = rootFieldOf(operation, faults);
  const addition = field && readAddition(field, reading);
  if (!addition) return undefined;
  return {
    operation: toFlowOperation({ ...operation, variableDefinitions: [] }, addition, reading),
    rootName: (field.alias ?? field.name).value,
    exports: exports.map(toFlowExport),
  };
}

function readAddition(field: FieldNode, { schema, faults }: FlowReading): Addition | undefined {
  const definition = fieldDefinition(schema.getRootType(OperationTypeNode.SUBSCRIPTION) ?? undefined, field.name.value);
  if (!definition) return undefined;
  const after = definition.args.find(({ name }) => name === AFTER);
  const payload = getNullableType(definition.type);
  const fields = isObjectType(payload) ? payload.getFields() : {};
  const isChange = CHANGE_FIELDS.every((name) => isLeafType(getNullableType(fields[name]?.type)));
  if (!after || !isChange || !field.selectionSet) {
    const wanted = `${CHANGE_FIELDS.join(', ')} in its payload and the argument ${AFTER}`;
    faults.add(field, `"${field.name.value}" is no subscription to changes; take one with ${wanted}.`);
    return undefined;
  }
  const given = field.arguments?.find(({ name }) => name.value === AFTER);
  if (given) faults.add(given, `The runner resumes the subscription by itself; leave out "${AFTER}".`);
  for (const selection of field.selectionSet.selections) {
    if (selection.kind === Kind.FIELD && selection.alias?.value.startsWith(RESERVED_PREFIX)) {
      faults.add(selection, `Names that begin with ${RESERVED_PREFIX} are reserved; take another.`);
    }
  }
  const variable = `${RESERVED_PREFIX}${AFTER}`;
  const others = field.arguments?.filter((argument) => argument !== given) ?? [];
  const added = CHANGE_FIELDS.map((name) => aliased(`${RESERVED_PREFIX}${name}`, name));
  const selections = [...field.selectionSet.selections, ...added];
  return {
    rootField: {
      ...field,
      arguments: [...others, variableArgument(AFTER, variable)],
      selectionSet: { ...field.selectionSet, selections },
    },
    variable: defineVariable(variable, String(after.type)),
  };
}
