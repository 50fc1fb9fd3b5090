import type { ExecutionResult } from 'graphql';
import { completionErrors } from './completionErrors.ts';
import type { ResponseWriter, WritableData } from './responseWriter.ts';
import { writtenData } from './writtenData.ts';

/** Makes the answer of merged data: its `data` is written already, see `writtenData`. */
export function writeResult(writer: ResponseWriter, data: WritableData): ExecutionResult {
  const { text, isAscii, problems } = writer.write(data);
  const errors = completionErrors(data.errors, problems);
  return {
    data: text === null ? null : writtenData({ text, isAscii }),
    ...(errors.length > 0 ? { errors } : {}),
  };
}
