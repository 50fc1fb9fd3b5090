import { type DocumentNode, Kind, visit } from 'graphql';
import type { RequiredFields } from './responseNames.ts';

/** Decides for one operation whether the overrides with a label count: fields then come from their new subgraph. */
export type LabelDecision = (label: string) => boolean;

/** The labels of `@override` in a supergraph. */
export interface OverrideLabels {
  /** The labels on which the plan of an operation may depend. */
  of(operation: DocumentNode): readonly string[];
}

/**
 * Collects the labels of `@override(from:, label:)`.
 *
 * @param requiredFields names of fields that plans fetch without being asked for
 * @see https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/entities/migrate-fields#incremental-migration-with-progressive-override
 */
export function collectOverrideLabels(supergraph: DocumentNode, requiredFields: RequiredFields): OverrideLabels {
  const labels = new Map<string, Set<string>>();
  const always = new Set<string>();
  visit(supergraph, {
    FieldDefinition: ({ name, directives = [] }) => {
      for (const directive of directives) {
        const label = directive.arguments?.find((argument) => argument.name.value === 'overrideLabel')?.value;
        if (directive.name.value !== 'join__field' || label?.kind !== Kind.STRING) continue;
        labels.set(name.value, (labels.get(name.value) ?? new Set()).add(label.value));
        if (requiredFields.has(name.value)) always.add(label.value);
      }
    },
  });
  return {
    of(operation) {
      if (labels.size === 0) return [];
      const found = new Set(always);
      visit(operation, {
        Field: ({ name }) => {
          for (const label of labels.get(name.value) ?? []) found.add(label);
        },
      });
      return [...found].sort();
    },
  };
}

const PERCENTAGE = /^percent\((\d{1,3}(?:\.\d+)?)\)$/;

/**
 * Decides as Apollo's Router does: a label `percent(x)` is on for x percent of the operations, every other one while it
 * is among `labelsOn`.
 *
 * @param random a number from 0 to below 1
 */
export function decideLabels(labelsOn: readonly string[] = [], random: () => number = Math.random): LabelDecision {
  const on = new Set(labelsOn);
  return (label) => {
    const [, percentage] = PERCENTAGE.exec(label) ?? [];
    return percentage === undefined ? on.has(label) : random() * 100 < Number(percentage);
  };
}
