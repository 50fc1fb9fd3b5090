import type { FieldNode, GraphQLError } from 'graphql';
import type { ExecutionErrors } from '../executionErrors.ts';
import type { DataPath } from '../targets.ts';

/** The field that a value belongs to, for errors about the value. */
export interface FieldPosition {
  /** `Type.field`. */
  readonly coordinate: string;
  readonly nodes: readonly FieldNode[];
}

/** Why a value became null: its fetch failed, it is null and must not be, or the schema does not allow it. */
export interface CompletionProblem {
  readonly kind: 'failed' | 'missing' | 'invalid';
  readonly path: DataPath;
  readonly position: FieldPosition;
  /** What failed; of the kind `failed` only. */
  readonly failure?: GraphQLError;
}

export interface WriteStateOptions {
  readonly errors: ExecutionErrors;
  /** The operation's variables, with defaults. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Whether all strings of the data are known to need no escaping. */
  readonly isPlain: boolean;
  /** Where the data stands in the whole answer. @default the root */
  readonly path?: DataPath;
}

/** Anything that cannot stand in a JSON string of ASCII as it is. */
const SPECIAL = /[^\x20\x21\x23-\x5b\x5d-\x7e]/;
const NOT_ASCII = /[^\x20-\x7e]/;

/**
 * What the writers of one answer share. Writers are functions `(value, depth, state)`: the first `depth` keys of `path`
 * lead to the value; what stands after them is left over from its siblings.
 */
export class WriteState {
  readonly errors: ExecutionErrors;
  /** The operation's variables, with defaults. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly path: (string | number)[];
  readonly problems: CompletionProblem[] = [];
  /** Whether everything written so far is ASCII, so that a character is a byte. */
  isAscii = true;
  readonly #isPlain: boolean;

  constructor({ errors, variables, isPlain, path = [] }: WriteStateOptions) {
    this.errors = errors;
    this.variables = variables;
    this.#isPlain = isPlain;
    this.path = [...path];
  }

  /** A string as JSON. */
  string(value: string): string {
    return this.#isPlain || !SPECIAL.test(value) ? `"${value}"` : this.json(value);
  }

  /** Any value as JSON. */
  json(value: unknown): string {
    // JSON knows no undefined and no functions; a list writes null for them.
    const text = JSON.stringify(value) ?? 'null';
    if (this.isAscii && NOT_ASCII.test(text)) this.isAscii = false;
    return text;
  }

  report(kind: 'missing' | 'invalid', depth: number, position: FieldPosition): void {
    this.problems.push({ kind, path: this.path.slice(0, depth), position });
  }

  fail(failure: GraphQLError, depth: number, position: FieldPosition): void {
    this.problems.push({ kind: 'failed', path: this.path.slice(0, depth), position, failure });
  }
}
