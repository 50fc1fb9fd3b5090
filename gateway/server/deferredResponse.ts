import type { ServerResponse } from 'node:http';
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { SluiceError } from '../../subgraphs/kit/errors.ts';
import type { DeferredPayload, DeferredPayloads } from '../federation/deferredAnswer.ts';
import type { OpenWork } from './openWork.ts';
import type { ErrorPresenter } from './presentError.ts';
import { resultText } from './resultText.ts';

const DELIMITER = '\r\n--graphql';
const FINAL = '--\r\n';

/** The later parts of an answer, and what a client may see of their errors. */
export interface PresentedPayloads {
  readonly payloads: DeferredPayloads;
  readonly present: ErrorPresenter;
}

/**
 * Writes an answer with `@defer` in parts, each as soon as it is there; the delimiter goes out right after a part, since a
 * client cannot know before that the part is whole. When the client goes or the server closes, what is still fetched is
 * aborted.
 *
 * @see https://www.apollographql.com/docs/graphos/routing/operations/defer
 */
export async function respondInParts(
  response: ServerResponse,
  first: FormattedExecutionResult,
  { payloads, present }: PresentedPayloads,
  work: OpenWork,
): Promise<void> {
  writeHead(response);
  const endWith = (text: string): void => {
    if (!response.writableEnded) response.end(text);
  };
  const failWith = (error: GraphQLFormattedError): void =>
    endWith(part(JSON.stringify({ errors: [error], hasNext: false })) + FINAL);
  const done = work.begin(() => {
    failWith(new SluiceError('SHUTTING_DOWN', 'The server is going away.').toJSON());
    payloads.cancel();
  });
  response.once('close', () => payloads.cancel());
  try {
    response.write(DELIMITER + part(`${resultText(first).text.slice(0, -1)},"hasNext":true}`));
    for await (const payload of payloads) {
      if (response.writableEnded || response.closed) break;
      if (!response.write(part(JSON.stringify(presentPayload(payload, present))))) await taken(response);
    }
    endWith(FINAL);
  } catch (error) {
    failWith(present(error));
  } finally {
    payloads.cancel();
    done();
  }
}

/** Writes an answer that has no later parts for a client that takes answers in parts alone. */
export function respondInOnePart(response: ServerResponse, result: FormattedExecutionResult): void {
  writeHead(response);
  response.end(DELIMITER + part(`${resultText(result).text.slice(0, -1)},"hasNext":false}`) + FINAL);
}

function writeHead(response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'multipart/mixed;boundary="graphql";deferSpec=20220824',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
}

function presentPayload({ incremental, hasNext }: DeferredPayload, present: ErrorPresenter) {
  if (!incremental) return { hasNext };
  const items = incremental.map(({ errors, ...item }) => (errors ? { ...item, errors: errors.map(present) } : item));
  return { incremental: items, hasNext };
}

/** A part after a delimiter that was already sent, and the delimiter of the next. */
function part(json: string): string {
  return `\r\ncontent-type: application/json\r\n\r\n${json}${DELIMITER}`;
}

/** Resolves when what was written has gone out, or never will. */
function taken(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      response.off('drain', settle).off('close', settle);
      resolve();
    };
    response.on('drain', settle).on('close', settle);
    if (response.closed) settle();
  });
}
