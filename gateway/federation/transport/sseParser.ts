/** One event of an event stream. */
export interface ServerSentEvent {
  /** `message` when the stream names none. */
  readonly event: string;
  readonly data: string;
}

/**
 * Parses an event stream. Lines end with LF, CR or CRLF, also where a chunk ends between the two; comments, unknown
 * fields and an event that the end cuts off are ignored.
 *
 * @param maxEventLength the most characters that one event may hold
 * @throws RangeError when an event is longer.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export async function* parseEventStream(
  chunks: AsyncIterable<Uint8Array>,
  maxEventLength: number,
): AsyncGenerator<ServerSentEvent, void, void> {
  let event = '';
  let data: string[] = [];
  let length = 0;
  for await (const line of readLines(chunks, maxEventLength)) {
    if (line === '') {
      if (data.length > 0) yield { event: event || 'message', data: data.join('\n') };
      event = '';
      data = [];
      length = 0;
      continue;
    }
    const colon = line.indexOf(':');
    if (colon === 0) continue;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
    length += value.length + 1;
    if (length > maxEventLength) throw tooLong(maxEventLength);
  }
}

async function* readLines(chunks: AsyncIterable<Uint8Array>, maxLength: number): AsyncGenerator<string, void, void> {
  // Drops a byte order mark at the start, as the standard wants.
  const decoder = new TextDecoder('utf-8');
  let parts: string[] = [];
  let length = 0;
  let endedWithCarriageReturn = false;
  for await (const chunk of chunks) {
    let text = decoder.decode(chunk, { stream: true });
    if (text === '') continue;
    if (endedWithCarriageReturn && text.startsWith('\n')) text = text.slice(1);
    endedWithCarriageReturn = text === '' ? false : text.endsWith('\r');
    const lines = text.split(/\r\n|\r|\n/);
    const last = lines.pop() ?? '';
    for (const line of lines) {
      yield parts.length > 0 ? parts.join('') + line : line;
      parts = [];
      length = 0;
    }
    length += last.length;
    if (length > maxLength) throw tooLong(maxLength);
    if (last !== '') parts.push(last);
  }
}

function tooLong(maxLength: number): RangeError {
  return new RangeError(`an event is longer than ${maxLength} characters`);
}
