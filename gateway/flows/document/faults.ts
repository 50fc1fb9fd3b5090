import { type ASTNode, type GraphQLError, getLocation, type SourceLocation } from 'graphql';
import { SluiceError } from '../../../subgraphs/kit/errors.ts';

interface Fault extends SourceLocation {
  readonly message: string;
}

const START: SourceLocation = { line: 1, column: 1 };

/** Collects what is wrong with one flow file, so that all of it is told at once. */
export class Faults {
  readonly #file: string;
  readonly #faults: Fault[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  /** Notes a fault at a place of the document; without one, at the start of the file. */
  add(at: ASTNode | undefined, message: string): void {
    const place = at?.loc ? getLocation(at.loc.source, at.loc.start) : START;
    this.#faults.push({ ...place, message });
  }

  /** Notes what GraphQL's own validation has found. */
  addErrors(errors: readonly GraphQLError[]): void {
    for (const { message, locations } of errors) this.#faults.push({ ...(locations?.[0] ?? START), message });
  }

  /** @throws SluiceError `FLOW_INVALID` with a line `file:line:column: message` for each fault, in the file's order */
  throwIfAny(): void {
    if (this.#faults.length === 0) return;
    const sorted = this.#faults.toSorted((one, other) => one.line - other.line || one.column - other.column);
    const lines = sorted.map(({ line, column, message }) => `${this.#file}:${line}:${column}: ${message}`);
    throw new SluiceError('FLOW_INVALID', [...new Set(lines)].join('\n'));
  }
}
