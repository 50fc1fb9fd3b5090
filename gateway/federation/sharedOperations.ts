import { type DocumentNode, type OperationDefinitionNode, OperationTypeNode } from 'graphql';
import { cancelledOperation } from './cancelledOperation.ts';
import type { ExecutorResult } from './deferredAnswer.ts';
import { mentionsDefer } from './deferredFragments.ts';
import type { GenerationRequest } from './generation.ts';
import type { DataVersion } from './transport/dataVersion.ts';
import { SharedWork } from './transport/sharedWork.ts';
import { textOf, writtenData } from './writer/writtenData.ts';

type Execute = (request: GenerationRequest) => Promise<ExecutorResult>;

/**
 * Lets equal queries that clients ask at the same time share one execution and its bytes. Equal is what has the same
 * document, operation and variables for the same caller with the same forwarded headers, and since nothing is known to
 * have changed: the rule of `shareTransport`, for whole queries. Mutations, subscriptions and answers in parts are
 * never shared.
 */
export class SharedOperations {
  readonly #version: DataVersion;
  /** Apollo Server has one document for each text, valid for one schema: a reload shares nothing with what was before. */
  readonly #underWay = new WeakMap<DocumentNode, Map<string, SharedWork<ExecutorResult>>>();

  constructor(version: DataVersion) {
    this.#version = version;
  }

  /** @param operation the one of the document that is asked for */
  execute(
    operation: OperationDefinitionNode | undefined,
    request: GenerationRequest,
    execute: Execute,
  ): Promise<ExecutorResult> {
    const { document, context } = request;
    const isShareable = operation?.operation === OperationTypeNode.QUERY && !mentionsDefer({ document });
    if (!isShareable || context.signal.aborted) return execute(request);
    const works = this.#underWay.get(document) ?? new Map<string, SharedWork<ExecutorResult>>();
    this.#underWay.set(document, works);
    const key = shareKey(this.#version, request);
    const known = works.get(key);
    if (known) return known.join(context.signal);
    const work = new SharedWork<ExecutorResult>(
      () => {
        if (works.get(key) === work) works.delete(key);
      },
      (sharer) => sharer.resolve({ errors: [cancelledOperation()] }),
    );
    works.set(key, work);
    const answer = work.join(context.signal);
    work.start(() => execute({ ...request, context: { ...context, signal: work.signal } }), copyResult);
    return answer;
  }
}

function shareKey({ current }: DataVersion, { operationName, variables, context }: GenerationRequest): string {
  const { caller, forwardedHeaders } = context;
  return JSON.stringify([current, operationName, variables, caller, forwardedHeaders]);
}

/** The text is the same; who reads or changes the data gets its own. */
function copyResult(result: ExecutorResult): ExecutorResult {
  const written = textOf(result.data);
  return { ...result, ...(written && { data: writtenData(written) }) };
}
