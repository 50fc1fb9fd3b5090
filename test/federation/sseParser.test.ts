import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEventStream, type ServerSentEvent } from '../../gateway/federation/transport/sseParser.ts';

async function parseText(
  text: string,
  chunkSizes: readonly number[] = [],
  maxLength = 1_000,
): Promise<ServerSentEvent[]> {
  async function* chunks() {
    let bytes = Buffer.from(text);
    for (const size of chunkSizes) {
      yield bytes.subarray(0, size);
      bytes = bytes.subarray(size);
    }
    yield bytes;
  }
  const events = [];
  for await (const event of parseEventStream(chunks(), maxLength)) events.push(event);
  return events;
}

describe('The parser of event streams', () => {
  it.each([
    ['a named event', 'event: next\ndata: {}\n\n', [{ event: 'next', data: '{}' }]],
    ['an event without a name', 'data: a\n\n', [{ event: 'message', data: 'a' }]],
    ['data of several lines', 'data: a\ndata: b\n\n', [{ event: 'message', data: 'a\nb' }]],
    ['only one leading space as padding', 'data:  a\n\n', [{ event: 'message', data: ' a' }]],
    ['empty data', 'event: complete\ndata:\n\n', [{ event: 'complete', data: '' }]],
    ['a field without a colon', 'event: complete\ndata\n\n', [{ event: 'complete', data: '' }]],
    ['comments and unknown fields', ': ping\nretry: 1\nid: 7\ndata: a\n\n', [{ event: 'message', data: 'a' }]],
    [
      'CRLF and CR',
      'data: a\r\n\r\ndata: b\r\r',
      [
        { event: 'message', data: 'a' },
        { event: 'message', data: 'b' },
      ],
    ],
    ['a byte order mark', '\uFEFFdata: a\n\n', [{ event: 'message', data: 'a' }]],
    ['an event that is cut off', 'data: a\n\ndata: b\n', [{ event: 'message', data: 'a' }]],
    ['an event without data', 'event: next\n\ndata: a\n\n', [{ event: 'message', data: 'a' }]],
  ])('reads %s', async (_name, text, events) => {
    expect(await parseText(text)).toEqual(events);
  });

  it('reads the same events wherever the chunks are cut', async () => {
    const text = fc
      .array(fc.constantFrom('data: ü', 'data:x', 'event: next', ':', '\n', '\r', '\r\n', ' ', 'id'), { maxLength: 40 })
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 30 }), async (stream, sizes) => {
        expect(await parseText(stream, sizes)).toEqual(await parseText(stream));
      }),
    );
  });

  it('rejects an event that is longer than the bound, in one line or in many', async () => {
    await expect(parseText(`data: ${'x'.repeat(2_000)}`)).rejects.toThrow(RangeError);
    await expect(parseText('data: xxxxxxxxx\n'.repeat(200))).rejects.toThrow(RangeError);
  });
});
