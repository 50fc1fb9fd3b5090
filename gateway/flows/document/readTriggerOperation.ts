import {
  type FieldNode,
  getNullableType,
  isLeafType,
  isObjectType,
  OperationTypeNode,
  valueFromASTUntyped,
} from 'graphql';
import type { FlowTrigger } from '../flow.ts';
import { fieldDefinition, toFlowExport } from './collectExports.ts';
import type { Exporter } from './exportScope.ts';
import { type FlowReading, RESERVED_PREFIX, rootFieldOf } from './flowDocument.ts';
import { type Addition, defineVariable, toFlowOperation, variableArgument } from './flowOperation.ts';

/** What every payload of a change has. */
const CHANGE_FIELDS = ['cursor', 'kind', 'at', 'id'] as const;
const AFTER = 'after';
/** The subscription to flows' runs, and its filter by their flows. */
const RUNS_CHANGED = 'flowRunChanged';
const RUNS_OF = 'flow';

/**
 * The subscription as the runner executes it: resumed after a cursor, and the gateway adds the cursor of each change.
 * Undefined, and reported, when it cannot begin runs.
 */
export function readTriggerOperation({ operation, exports }: Exporter, reading: FlowReading): FlowTrigger | undefined {
  const { faults } = reading;
  for (const { variable } of operation.variableDefinitions ?? []) {
    faults.add(variable, `Nothing can feed "$${variable.name.value}" of a flow's subscription; write the value.`);
  }
  const field = rootFieldOf(operation, faults);
  const addition = field && readAddition(field, reading);
  if (field) refuseOwnRuns(operation.name.value, field, reading);
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
  const variable = `${RESERVED_PREFIX}${AFTER}`;
  const others = field.arguments?.filter((argument) => argument !== given) ?? [];
  return {
    rootField: { ...field, arguments: [...others, variableArgument(AFTER, variable)] },
    variable: defineVariable(variable, String(after.type)),
  };
}

/** What becomes of its own runs does not begin others; who names the flow expects that it does. */
function refuseOwnRuns(flow: string, { name, arguments: given }: FieldNode, { faults }: FlowReading): void {
  const flows = given?.find((argument) => name.value === RUNS_CHANGED && argument.name.value === RUNS_OF);
  if (!flows || ![valueFromASTUntyped(flows.value)].flat().includes(flow)) return;
  faults.add(flows, `A flow does not watch its own runs; leave "${flow}" out of "${RUNS_OF}".`);
}
