import { SluiceError } from '../../subgraphs/kit/errors.ts';
import type { FlowExport, FlowStep, StepVariable, VariableSource } from './flow.ts';

/** The exported values of a run, by name: of the trigger, then of each step that is done. */
export type Bindings = Readonly<Record<string, unknown>>;

/** What feeds a step: bindings, the `FLOW_*` environment, and in a step with `@each` one item of its list. */
interface Feed {
  readonly bindings: Bindings;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly item: Readonly<Record<string, unknown>>;
}

/** The variables of a step, or the reason why it is left out of this run. */
export type BoundVariables =
  | { readonly kind: 'bound'; readonly variables: Readonly<Record<string, unknown>> }
  | { readonly kind: 'skipped'; readonly because: string };

/**
 * Reads the exported values out of an operation's `data`. Every export gets a value: null when it is missing, or when
 * something on the way to it is null.
 */
export function evaluateExports(exports: readonly FlowExport[], data: unknown): Bindings {
  // A name may be any GraphQL name, `__proto__` among them.
  return Object.fromEntries(exports.map(({ name, path }) => [name, path.reduce(valueAt, data) ?? null]));
}

/** Whether `@when` lets the step run. A null is a value like others: it is in a list that has `null`. */
export function isWanted(step: FlowStep, bindings: Bindings): boolean {
  if (!step.when) return true;
  const value = valueAt(bindings, step.when.value);
  if (step.when.in) return step.when.in.includes(value);
  return !step.when.notIn?.includes(value);
}

/**
 * The items that a step with `@each` runs for, in the list's order; null when the list itself is null, which leaves
 * the step out. An item that is null has nothing to run for and is passed over.
 */
export function itemsOf(step: FlowStep, bindings: Bindings): readonly Readonly<Record<string, unknown>>[] | null {
  if (!step.each) throw new Error(`The step ${step.name} has no @each.`);
  const list = valueAt(bindings, step.each.in);
  return Array.isArray(list) ? list.filter(isRecord) : null;
}

/**
 * The values of a step's variables. A null that a variable or a template cannot take leaves the step out, and is
 * named. Variables that only their default feeds are not among the values: the operation has the default.
 *
 * @throws SluiceError `CONFIGURATION_INVALID` when an environment variable that was set when the flow was loaded no
 * longer is: that is no reason to leave an effect out.
 */
export function bindVariables(
  step: FlowStep,
  bindings: Bindings,
  environment: Readonly<Record<string, string | undefined>>,
  item: Readonly<Record<string, unknown>> = {},
): BoundVariables {
  const feed: Feed = { bindings, environment, item };
  const variables: [name: string, value: unknown][] = [];
  for (const variable of step.variables) {
    if (variable.source.kind === 'default') continue;
    const missing = findNull(variable, feed);
    if (missing !== null) return { kind: 'skipped', because: `${missing} is null` };
    variables.push([variable.name, sourceValue(variable.source, feed)]);
  }
  return { kind: 'bound', variables: Object.fromEntries(variables) };
}

/** The name of a null that keeps the variable from being given. */
function findNull({ source, required }: StepVariable, feed: Feed): string | null {
  switch (source.kind) {
    case 'export':
      return required && valueAt(feed.bindings, source.name) === null ? source.name : null;
    case 'item':
      return required && valueAt(feed.item, source.field) === null ? source.field : null;
    case 'template': {
      const empty = source.parts.find((part) => typeof part !== 'string' && placeholderValue(part, feed) === null);
      return typeof empty === 'object' ? empty.name : null;
    }
    default:
      return null;
  }
}

function sourceValue(source: Exclude<VariableSource, { kind: 'default' }>, feed: Feed): unknown {
  switch (source.kind) {
    case 'export':
      return valueAt(feed.bindings, source.name);
    case 'item':
      return valueAt(feed.item, source.field);
    case 'environment':
      return environmentValue(source.name, feed.environment);
    case 'template':
      // Each part is written once: braces inside a value are text.
      return source.parts
        .map((part) => (typeof part === 'string' ? part : asText(placeholderValue(part, feed))))
        .join('');
  }
}

function placeholderValue({ name, from }: { name: string; from: 'export' | 'item' }, feed: Feed): unknown {
  return valueAt(from === 'item' ? feed.item : feed.bindings, name);
}

function environmentValue(name: string, environment: Feed['environment']): string {
  const value = environment[name];
  if (value === undefined)
    throw new SluiceError('CONFIGURATION_INVALID', `The environment variable ${name} is not set.`);
  return value;
}

/** Custom scalars may be objects; they are written as JSON. */
function asText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The property that an object itself has; null for everything else. */
function valueAt(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? (value[name] ?? null) : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
