import type { ASTNode } from 'graphql';
import type { ExportedValue } from './collectExports.ts';
import type { ExportShape } from './exportShape.ts';
import { directiveAt, textArgument } from './flowDirectives.ts';
import type { FlowReading, NamedOperation } from './flowDocument.ts';
import { parseTemplate } from './template.ts';

/** One operation of a flow and what it exports; the subscription first, then the steps. */
export interface Exporter {
  readonly operation: NamedOperation;
  readonly exports: readonly ExportedValue[];
}

/** What one name stands for in a step. */
export type Resolved =
  /** An export of the subscription or of an earlier step. */
  | { readonly kind: 'export'; readonly shape: ExportShape | null }
  /** It is exported by this step or a later one. */
  | { readonly kind: 'too early'; readonly message: string }
  | { readonly kind: 'unknown' };

/** What is exported where, and so what each step can use. */
export class ExportScope {
  readonly #exporters: readonly Exporter[];
  readonly #exported = new Map<string, { readonly value: ExportedValue; readonly by: number }>();

  /** Reports names that are exported twice. */
  constructor(exporters: readonly Exporter[], { faults }: FlowReading) {
    this.#exporters = exporters;
    exporters.forEach(({ exports }, by) => {
      for (const value of exports) {
        const first = this.#exported.get(value.name);
        if (!first) {
          this.#exported.set(value.name, { value, by });
          continue;
        }
        const where = exporters[first.by]?.operation.name.value;
        faults.add(
          value.directive,
          `"${value.name}" is exported already, by "${where}"; give one of them another name.`,
        );
      }
    });
  }

  /** What the name stands for in an operation. In the subscription, only its own exports are there. */
  resolve(name: string, operation: NamedOperation): Resolved {
    const exported = this.#exported.get(name);
    if (!exported) return { kind: 'unknown' };
    const user = this.#indexOf(operation);
    if (exported.by < Math.max(user, 1)) return { kind: 'export', shape: exported.value.shape };
    return { kind: 'too early', message: this.#describeEarly(name, exported.by, user) };
  }

  /** The names that an operation can use, for messages. */
  available(operation: NamedOperation): string {
    const user = Math.max(this.#indexOf(operation), 1);
    const names = [...this.#exported].filter(([, { by }]) => by < user).map(([name]) => name);
    return names.length > 0 ? `exported before it: ${names.join(', ')}` : 'nothing is exported before it';
  }

  #describeEarly(name: string, by: number, user: number): string {
    const exporter = this.#exporters[by]?.operation.name.value;
    if (by === user) return `"${name}" is what this step itself exports, a cycle; export it from an earlier one.`;
    if (this.#needs(by, user, new Set())) {
      return `"${name}" is exported by "${exporter}", which itself needs this step: a cycle; let one do without the other.`;
    }
    return `"${name}" is exported by "${exporter}", which comes later; move "${exporter}" before this step.`;
  }

  /** Whether an operation uses what the other exports, directly or by way of further ones. */
  #needs(user: number, exporter: number, visited: Set<number>): boolean {
    if (visited.has(user)) return false;
    visited.add(user);
    const operation = this.#exporters[user]?.operation;
    const used = operation ? namesUsedBy(operation).map((name) => this.#exported.get(name)?.by) : [];
    return used.some((by) => by !== undefined && (by === exporter || this.#needs(by, exporter, visited)));
  }

  #indexOf(operation: NamedOperation): number {
    return this.#exporters.findIndex((exporter) => exporter.operation === operation);
  }
}

/** Every name that may stand for an export in a step, as it is written. */
function namesUsedBy(operation: NamedOperation): readonly string[] {
  const fed = (operation.variableDefinitions ?? []).flatMap((definition) => {
    const template = directiveAt(definition, 'template');
    if (!template) return [definition.variable.name.value];
    const read = parseTemplate(textArgument(template, 'text') ?? '');
    return 'parts' in read ? read.parts.flatMap((part) => (typeof part === 'string' ? [] : [part.name])) : [];
  });
  return [...fed, ...argumentNames(operation, 'when', 'value'), ...argumentNames(operation, 'each', 'in')];
}

function argumentNames(operation: NamedOperation, directiveName: string, argument: string): readonly string[] {
  const directive = directiveAt(operation, directiveName);
  const name = directive && textArgument(directive, argument);
  return name === undefined ? [] : [name];
}

/**
 * The shape of an export that a directive names; null when the schema does not know it. Undefined, and reported, when
 * there is no such export.
 */
export function resolveNamed(
  name: string,
  at: ASTNode,
  operation: NamedOperation,
  scope: ExportScope,
  { faults }: FlowReading,
): ExportShape | null | undefined {
  const resolved = scope.resolve(name, operation);
  if (resolved.kind === 'export') return resolved.shape;
  const unknown = `"${name}" is no export; name one that is (${scope.available(operation)}).`;
  faults.add(at, resolved.kind === 'unknown' ? unknown : resolved.message);
  return undefined;
}
