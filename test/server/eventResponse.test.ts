import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type EventFormat, respondWithEvents } from '../../gateway/server/eventResponse.ts';
import { multipart } from '../../gateway/server/multipart.ts';
import { OpenWork } from '../../gateway/server/openWork.ts';
import { PresentedEvent, type PresentedEvents } from '../../gateway/server/presentEvents.ts';
import { sse } from '../../gateway/server/sse.ts';
import { Wire } from './wire.ts';

/** Events that never come, and the end of the subscription to them. */
function silence(): { events: PresentedEvents; returned: Promise<void> } {
  let unsubscribe = (): void => {};
  const returned = new Promise<void>((resolve) => {
    unsubscribe = resolve;
  });
  return { events: { subscribe: () => ({ ready: () => {}, unsubscribe }) }, returned };
}

async function serve(format: EventFormat, events: PresentedEvents): Promise<string> {
  const options = { work: new OpenWork(), maxQueuedBytes: 1_000_000 };
  const server = createServer((_request, response) => void respondWithEvents(response, format, events, options));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('A response of events', () => {
  it.each([
    ['a comment', sse, ':\n\n:\n\n:\n\n'],
    [
      'an empty part',
      multipart,
      '\r\n--graphql\r\ncontent-type: application/json\r\n\r\n{}\r\n--graphql\r\ncontent-type: application/json\r\n\r\n{}',
    ],
  ])('sends %s while nothing happens', async (_, format, expected) => {
    const client = new AbortController();
    const { events, returned } = silence();
    const response = await fetch(await serve({ ...format, heartbeatMs: 5 }, events), { signal: client.signal });
    expect(await new Wire(response).until(expected)).toBe(expected);
    client.abort();
    await returned;
  });

  it('ends the iteration of a client that had gone before the first event', async () => {
    const { events, returned } = silence();
    const client = new AbortController();
    const url = await serve(sse, events);
    const request = fetch(url, { signal: client.signal });
    await request;
    client.abort();
    await returned;
  });

  it('does not let a cursor forge lines of the stream', () => {
    for (const cursor of ['1\nevent: complete', '1\r', '1\0']) {
      expect(sse.next(new PresentedEvent({ data: {} }, cursor))).toBe('event: next\ndata: {"data":{}}\n\n');
    }
  });
});
