import type { DocumentNode } from 'graphql';
import type { FlowOptions } from '../../subgraphs/kit/contracts/flows.ts';

/**
 * A flow as it runs: one subscription (when), then steps in order (then). Made of a `.graphql` file by
 * `document/`, checked against the supergraph, with the flow language's own directives stripped. Plain data, so that
 * runs can keep the version that they began with.
 */
export interface Flow {
  /** Name of the subscription; the identity of the flow. */
  readonly name: string;
  /** The description in front of the subscription. */
  readonly description: string | null;
  /** Path of the file, for messages. */
  readonly file: string;
  /** The file's text, normalised; what a run keeps. */
  readonly source: string;
  /** Digest of {@link source}. */
  readonly version: string;
  readonly options: FlowOptions;
  readonly trigger: FlowTrigger;
  readonly steps: readonly FlowStep[];
}

/** An operation that the gateway can execute as it is. */
export interface FlowOperation {
  readonly name: string;
  readonly query: string;
  readonly document: DocumentNode;
}

export interface FlowTrigger {
  /**
   * The subscription, with a variable `sluice_after: Cursor` given as `after`.
   */
  readonly operation: FlowOperation;
  /** Response name of the root field. */
  readonly rootName: string;
  readonly exports: readonly FlowExport[];
}

/** A value that an operation's answer gives a name. */
export interface FlowExport {
  readonly name: string;
  /** Response names that lead to it from `data`. No list is passed on the way. */
  readonly path: readonly string[];
  /** GraphQL type, such as `ID!` or `[OrderLine!]!`. */
  readonly type: string;
}

export interface FlowStep {
  /** Name of the operation; the identity of the step in its flow. */
  readonly name: string;
  readonly kind: 'mutation' | 'query';
  /**
   * A mutation's one `input` gets the step's idempotency key: the operation has a variable `sluice_idempotencyKey: ID`
   * in the input literal. A mutation whose input takes no `idempotencyKey` is refused: a retry could repeat it.
   */
  readonly operation: FlowOperation;
  readonly variables: readonly StepVariable[];
  /** Runs only when the exported value is (not) one of these. */
  readonly when: {
    readonly value: string;
    readonly in: readonly unknown[] | null;
    readonly notIn: readonly unknown[] | null;
  } | null;
  /** Runs only when the earlier step failed with one of these codes; then the run goes on. */
  readonly onError: { readonly of: string; readonly codes: readonly string[] } | null;
  /** Runs for each item of an exported list; `key` is the item's field that tells it from the others. */
  readonly each: { readonly in: string; readonly key: string } | null;
  readonly exports: readonly FlowExport[];
}

/** A variable of a step, and what feeds it. */
export interface StepVariable {
  readonly name: string;
  readonly type: string;
  /** A null cannot be given: the step is skipped when a clean null feeds it. */
  readonly required: boolean;
  readonly source: VariableSource;
}

export type VariableSource =
  /** An export of the trigger or an earlier step. */
  | { readonly kind: 'export'; readonly name: string }
  /** A field of the item, in a step with `@each`. */
  | { readonly kind: 'item'; readonly field: string }
  /** Text with `{name}` of exports (or item fields), expanded once; `{{` and `}}` are braces. */
  | {
      readonly kind: 'template';
      readonly parts: readonly (string | { readonly name: string; readonly from: 'export' | 'item' })[];
    }
  /** An environment variable `FLOW_*`, read when the run begins. */
  | { readonly kind: 'environment'; readonly name: string }
  /** The operation's own default. */
  | { readonly kind: 'default' };
