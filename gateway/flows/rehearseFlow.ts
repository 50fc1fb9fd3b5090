import { type Bindings, type BoundVariables, bindVariables, evaluateExports, isWanted, itemsOf } from './bindings.ts';
import type { Flow, FlowStep } from './flow.ts';

/** What a flow would do for a change. */
export interface FlowRehearsal {
  readonly flow: Flow;
  /** What the change itself gives names. */
  readonly bindings: Bindings;
  readonly steps: readonly StepRehearsal[];
}

export interface StepRehearsal {
  readonly step: FlowStep;
  /** Whether the step would run, in words. */
  readonly verdict: string;
  /** One, or one for each item; none when the step is left out. */
  readonly calls: readonly { readonly key?: unknown; readonly outcome: BoundVariables }[];
}

/** What is bound so far, and the names of what a step would export, of which nobody knows the value before it has run. */
interface Known {
  readonly bindings: Bindings;
  readonly open: ReadonlySet<string>;
}

/**
 * Goes through a flow's steps for a change as the runner would, without executing any: what a step that would run
 * exports is shown as `<name of step>`.
 */
export function rehearseFlow(
  flow: Flow,
  change: unknown,
  environment: Readonly<Record<string, string | undefined>>,
): FlowRehearsal {
  const bindings = evaluateExports(flow.trigger.exports, change);
  let known: Known = { bindings, open: new Set() };
  const steps = flow.steps.map((step) => {
    const rehearsed = rehearseStep(step, known, environment);
    known = withExports(step, rehearsed, known);
    return rehearsed;
  });
  return { flow, bindings, steps };
}

/** A step that would not run exports nulls; what another would export is open. */
function withExports(
  { name: stepName, exports }: FlowStep,
  { calls }: StepRehearsal,
  { bindings, open }: Known,
): Known {
  if (!calls.some(({ outcome }) => outcome.kind === 'bound')) {
    return { bindings: { ...bindings, ...evaluateExports(exports, null) }, open };
  }
  const placeholders = exports.map(({ name }) => [name, `<${name} of ${stepName}>`]);
  return {
    bindings: { ...bindings, ...Object.fromEntries(placeholders) },
    open: new Set([...open, ...exports.map(({ name }) => name)]),
  };
}

function rehearseStep(
  step: FlowStep,
  { bindings, open }: Known,
  environment: Readonly<Record<string, string | undefined>>,
): StepRehearsal {
  const { when, each, onError } = step;
  const isOpen = when !== null && open.has(when.value);
  if (when && !isOpen && !isWanted(step, bindings)) {
    const value = JSON.stringify(bindings[when.value]);
    return leftOut(step, `${when.value} is ${value}, and @when wants ${describeWhen(when)}`);
  }
  const provided = [
    ...(onError ? [`${onError.of} fails with ${onError.codes.join(' or ')}`] : []),
    ...(isOpen ? [`${bindings[when.value]} is ${describeWhen(when)}`] : []),
  ];
  const runs = provided.length > 0 ? `runs if ${provided.join(' and ')}` : 'runs';
  if (each && open.has(each.in)) return { step, verdict: `${runs}, for each item of ${bindings[each.in]}`, calls: [] };
  const items = each ? itemsOf(step, bindings) : [undefined];
  if (!items) return leftOut(step, `${each?.in} is null`);
  const calls = items.map((item) => ({
    ...(each && item && { key: item[each.key] }),
    outcome: bindVariables(step, bindings, environment, item),
  }));
  const [first] = calls;
  if (!each && first?.outcome.kind === 'skipped') return leftOut(step, first.outcome.because);
  return { step, verdict: each ? `${runs}, for ${items.length} of ${each.in}` : runs, calls };
}

function leftOut(step: FlowStep, because: string): StepRehearsal {
  return { step, verdict: `left out: ${because}`, calls: [] };
}

function describeWhen(when: NonNullable<FlowStep['when']>): string {
  return when.in ? `one of ${JSON.stringify(when.in)}` : `none of ${JSON.stringify(when.notIn)}`;
}
