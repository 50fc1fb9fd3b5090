import {
  type FieldNode,
  getNullableType,
  isInputObjectType,
  Kind,
  type ObjectValueNode,
  OperationTypeNode,
} from 'graphql';
import type { FlowStep } from '../flow.ts';
import { fieldDefinition, toFlowExport } from './collectExports.ts';
import type { Exporter, ExportScope } from './exportScope.ts';
import { directiveAt } from './flowDirectives.ts';
import { type FlowReading, type NamedOperation, RESERVED_PREFIX, rootFieldOf } from './flowDocument.ts';
import { type Addition, defineVariable, toFlowOperation, variableField } from './flowOperation.ts';
import { readEach, readOnError, readWhen } from './stepConditions.ts';
import { readStepVariables } from './stepVariables.ts';

const KEY = 'idempotencyKey';
const INPUT = 'input';
/** What repeats runs could do so for ever, as by a flow about dead letters that retries them. */
const REPEATING = ['retryFlowRun', 'retryDeadLetters', 'replayFlow'];

/** One mutation or query of a flow, checked against what is exported before it. */
export function readStep(
  { operation, exports }: Exporter,
  scope: ExportScope,
  earlier: readonly NamedOperation[],
  reading: FlowReading,
): FlowStep {
  const { faults } = reading;
  const field = rootFieldOf(operation, faults);
  const kind = operation.operation === OperationTypeNode.MUTATION ? 'mutation' : 'query';
  if (field && kind === 'mutation' && REPEATING.includes(field.name.value)) {
    faults.add(field, `"${field.name.value}" is for operators, and a flow does not repeat runs; leave it out.`);
  }
  const addition = kind === 'mutation' && field ? readKeyAddition(field, reading) : undefined;
  const { each, item } = readEach(operation, scope, reading);
  const isRepeated = directiveAt(operation, 'each') !== undefined;
  for (const { directive, name } of isRepeated ? exports : []) {
    faults.add(directive, `A step with @each has a value of "${name}" for each item; leave out @export.`);
  }
  return {
    name: operation.name.value,
    kind,
    operation: toFlowOperation(operation, addition ?? null, reading),
    variables: readStepVariables({ operation, scope, isRepeated, item, reading }),
    when: readWhen(operation, scope, reading),
    onError: readOnError(operation, earlier, reading),
    each,
    exports: exports.map(toFlowExport),
  };
}

/** The idempotency key in the mutation's input. Undefined, and reported, when it cannot be given one. */
function readKeyAddition(field: FieldNode, { schema, faults }: FlowReading): Addition | undefined {
  const definition = fieldDefinition(schema.getMutationType() ?? undefined, field.name.value);
  if (!definition) return undefined;
  const type = getNullableType(definition.args.find(({ name }) => name === INPUT)?.type);
  const key = isInputObjectType(type) ? type.getFields()[KEY] : undefined;
  if (!key) {
    faults.add(
      field,
      `"${field.name.value}" takes no input.${KEY}, so that a retry could repeat it; add one to its input.`,
    );
    return undefined;
  }
  const argument = field.arguments?.find(({ name }) => name.value === INPUT);
  if (argument?.value.kind !== Kind.OBJECT) {
    faults.add(
      argument ?? field,
      `The runner adds to the input; write it out, ${INPUT}: { … }, with variables inside.`,
    );
    return undefined;
  }
  const given = argument.value.fields.find(({ name }) => name.value === KEY);
  if (given) {
    faults.add(given, `The runner gives each step its key; leave out "${KEY}".`);
    return undefined;
  }
  const variable = `${RESERVED_PREFIX}${KEY}`;
  const input: ObjectValueNode = {
    ...argument.value,
    fields: [...argument.value.fields, variableField(KEY, variable)],
  };
  const others = field.arguments?.map((other) => (other === argument ? { ...argument, value: input } : other)) ?? [];
  return { rootField: { ...field, arguments: others }, variable: defineVariable(variable, String(key.type)) };
}
