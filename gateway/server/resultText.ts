import type { FormattedExecutionResult } from 'graphql';
import { textOf, type WrittenText } from '../federation/writer/writtenData.ts';

/**
 * A result as JSON; data that has been written already is taken as it is. Errors first, so that they are seen without
 * scrolling; the specification asks servers to do so.
 */
export function resultText({ errors, data, extensions }: FormattedExecutionResult): WrittenText {
  const written = textOf(data);
  if (!written) return { text: JSON.stringify({ errors, data, extensions }), isAscii: false };
  const before = errors ? `{"errors":${JSON.stringify(errors)},"data":` : '{"data":';
  const after = extensions ? `,"extensions":${JSON.stringify(extensions)}}` : '}';
  return { text: before + written.text + after, isAscii: written.isAscii && !errors && !extensions };
}
