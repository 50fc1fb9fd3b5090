import type { DirectiveNode } from 'graphql';
import type { FlowOptions } from '../../../subgraphs/kit/contracts/flows.ts';
import type { ExportScope } from './exportScope.ts';
import { isLeaf } from './exportShape.ts';
import { argumentNode, argumentValue, directiveAt, textArgument } from './flowDirectives.ts';
import type { FlowReading, NamedOperation } from './flowDocument.ts';

/** What the numbers may be. `timeoutMs` ends before the lease of a claim does. */
const RANGES = {
  maxAttempts: [1, 100],
  timeoutMs: [1, 50_000],
  concurrency: [1, 1000],
  maxAgeSeconds: [1, 2_147_483_647],
} as const;

/** The arguments of `@flow`, checked. Undefined when the subscription has none. */
export function readFlowOptions(
  subscription: NamedOperation,
  scope: ExportScope,
  reading: FlowReading,
): FlowOptions | undefined {
  const directive = directiveAt(subscription, 'flow');
  if (!directive) return undefined;
  const number = (name: keyof typeof RANGES) => readNumber(directive, name, reading);
  const scopes = argumentValue(directive, 'scopes');
  return {
    once: readOnce(directive, subscription, scope, reading),
    maxAttempts: number('maxAttempts') ?? 0,
    timeoutMs: number('timeoutMs') ?? 0,
    concurrency: number('concurrency') ?? 0,
    ordered: argumentValue(directive, 'ordered') === true,
    scopes: Array.isArray(scopes) ? scopes.map(String) : [],
    imports: argumentValue(directive, 'imports') === true,
    maxAgeSeconds: number('maxAgeSeconds'),
  };
}

function readOnce(
  directive: DirectiveNode,
  subscription: NamedOperation,
  scope: ExportScope,
  reading: FlowReading,
): string | null {
  const once = textArgument(directive, 'once');
  if (once === undefined) return null;
  const at = argumentNode(directive, 'once') ?? directive;
  const resolved = scope.resolve(once, subscription);
  if (resolved.kind !== 'export') {
    reading.faults.add(at, `The subscription exports no "${once}" to run once for; ${scope.available(subscription)}.`);
  } else if (resolved.shape && !isLeaf(resolved.shape)) {
    const { type } = resolved.shape;
    reading.faults.add(at, `"once" takes a scalar or an enum, and "${once}" is ${type}; export a field of it.`);
  }
  return once;
}

function readNumber(directive: DirectiveNode, name: keyof typeof RANGES, { faults }: FlowReading): number | null {
  const value = argumentValue(directive, name);
  if (typeof value !== 'number') return null;
  const [least, most] = RANGES[name];
  if (value < least || value > most) {
    faults.add(argumentNode(directive, name), `"${name}" is ${value}; take a number from ${least} to ${most}.`);
  }
  return value;
}
