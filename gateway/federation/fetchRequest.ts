import type { DocumentNode, OperationTypeNode } from 'graphql';
import type { DataObject } from './mergeData.ts';
import type { PreparedFetch } from './preparedPlan.ts';
import type { SubgraphRequest } from './transport/subgraphTransport.ts';

/** What a fetch asks, or several together. */
export type FetchOperation = Pick<PreparedFetch, 'bodyStart' | 'operationKey' | 'request' | 'variableUsages'>;

/** The JSON body of a request up to its first variable. */
export function bodyStartOf(query: string, operationName: string | undefined): string {
  return `${JSON.stringify({ query, operationName }).slice(0, -1)},"variables":{`;
}

/** The values of variables that the client does not know. */
export interface EntityVariables {
  /** As JSON, by the variable that takes them. */
  readonly representations: readonly { readonly variable: string; readonly texts: Iterable<string> }[];
  /** See `@fromContext`. */
  readonly contextArguments: DataObject;
}

/**
 * A request of a plan's fetch. Its body is put together from pieces that are JSON already; its variables are parsed for
 * who wants them rather than the body.
 */
export class FetchRequest implements SubgraphRequest {
  readonly kind: OperationTypeNode;
  readonly query: string;
  readonly document: DocumentNode;
  readonly operationName?: string;
  readonly #operationKey: string;
  readonly #bodyStart: string;
  readonly #variables: string;
  #shareKey: string | undefined;

  /**
   * @param variables the client's; those that the fetch does not use are left out
   * @param entities of a fetch of entities
   */
  constructor(
    { request, operationKey, bodyStart, variableUsages }: FetchOperation,
    variables: Readonly<Record<string, unknown>>,
    entities?: EntityVariables,
  ) {
    this.kind = request.kind;
    this.query = request.query;
    this.document = request.document;
    if (request.operationName !== undefined) this.operationName = request.operationName;
    this.#operationKey = operationKey;
    this.#bodyStart = bodyStart;
    const members: string[] = [];
    for (const name of variableUsages) {
      if (Object.hasOwn(variables, name)) members.push(`"${name}":${JSON.stringify(variables[name]) ?? null}`);
    }
    if (entities) {
      for (const [name, value] of Object.entries(entities.contextArguments)) {
        members.push(`"${name}":${JSON.stringify(value)}`);
      }
      for (const { variable, texts } of entities.representations) members.push(`"${variable}":[${[...texts].join()}]`);
    }
    this.#variables = members.join();
  }

  get variables(): Readonly<Record<string, unknown>> {
    return JSON.parse(`{${this.#variables}}`);
  }

  get shareKey(): string {
    // Kept, so that its hash is.
    this.#shareKey ??= `${this.#operationKey}\n${this.#variables}`;
    return this.#shareKey;
  }

  get body(): string {
    return `${this.#bodyStart}${this.#variables}}}`;
  }
}
