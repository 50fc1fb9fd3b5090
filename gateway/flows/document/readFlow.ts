import { createHash } from 'node:crypto';
import { type GraphQLSchema, Kind, print, specifiedRules, validate } from 'graphql';
import type { Flow } from '../flow.ts';
import { collectExports } from './collectExports.ts';
import { ExportScope } from './exportScope.ts';
import { Faults } from './faults.ts';
import { withFlowDirectives } from './flowDirectives.ts';
import { type FlowReading, type NamedOperation, parseFlowDocument, splitDocument } from './flowDocument.ts';
import { readFlowOptions } from './flowOptions.ts';
import { readStep } from './readStep.ts';
import { readTriggerOperation } from './readTriggerOperation.ts';

export interface ReadFlowOptions {
  /** The text of the flow's file. */
  readonly source: string;
  /** Path of the file, for messages. */
  readonly file: string;
  /** What clients see of the supergraph. */
  readonly schema: GraphQLSchema;
  /** The `FLOW_*` environment variables that are set; null when where the flow will run is not known. */
  readonly environmentNames: ReadonlySet<string> | null;
}

/** Rules whose faults are told in the flow language's own words. */
const REPLACED_RULES = ['LoneAnonymousOperationRule', 'SingleFieldSubscriptionsRule'];
const rules = specifiedRules.filter(({ name }) => !REPLACED_RULES.includes(name));

/**
 * Makes a flow of the text of its file, checked against the schema. Comments and layout make no difference to its
 * version.
 *
 * @throws SluiceError `FLOW_INVALID` with every fault, one on a line, as `file:line:column: what is wrong; what to do`
 */
export function readFlow({ source, file, schema, environmentNames }: ReadFlowOptions): Flow {
  const document = parseFlowDocument(source, file);
  const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  const faults = new Faults(file);
  faults.addErrors(
    validate(withFlowDirectives(schema), document, rules).filter(({ message }) => !isKeyMissing(message)),
  );
  const reading: FlowReading = {
    document,
    schema,
    fragments: new Map(fragments.map((fragment) => [fragment.name.value, fragment])),
    environmentNames,
    faults,
  };
  const checked = checkParts(reading);
  faults.throwIfAny();
  if (!checked) throw new Error(`${file} is no flow, and no fault was found.`);
  for (const { operation } of [checked.trigger, ...checked.steps]) {
    const refused = validate(schema, operation.document);
    for (const { message } of refused) faults.add(undefined, `${operation.name} cannot be sent: ${message}`);
  }
  faults.throwIfAny();
  const normalised = print(document);
  const version = createHash('sha256').update(normalised).digest('hex');
  return { ...checked, file, source: normalised, version };
}

/** Of a required `idempotencyKey`: it is added later, and what comes of that is validated again. */
function isKeyMissing(message: string): boolean {
  return /^Field "\w+\.idempotencyKey" of required type/.test(message);
}

function checkParts(reading: FlowReading): Omit<Flow, 'file' | 'source' | 'version'> | undefined {
  const { subscription, steps } = splitDocument(reading);
  if (!subscription) return undefined;
  const withExports = (operation: NamedOperation) => ({ operation, exports: collectExports(operation, reading) });
  const first = withExports(subscription);
  const rest = steps.map(withExports);
  const scope = new ExportScope([first, ...rest], reading);
  const options = readFlowOptions(subscription, scope, reading);
  const trigger = readTriggerOperation(first, reading);
  const read = rest.map((step, index) => readStep(step, scope, steps.slice(0, index), reading));
  if (!options || !trigger) return undefined;
  const description = subscription.description?.value ?? null;
  return { name: subscription.name.value, description, options, trigger, steps: read };
}
