import type { GraphQLFormattedError } from 'graphql';
import type { EventFormat } from './eventResponse.ts';
import { PresentedEvent } from './presentEvents.ts';

const COMPLETE = 'event: complete\ndata:\n\n';

/** What would end the `id:` line, or make browsers ignore it. A cursor of a foreign subgraph might hold anything. */
const UNFIT_FOR_ID = /[\r\n\0]/;

/**
 * GraphQL over server-sent events, distinct connections mode, with the cursor of each event as its `id`: a browser's
 * EventSource sends the last one it got when it connects again, and the subscription resumes there.
 *
 * A response that ends without `complete` is one to repeat: EventSource connects again by itself, and graphql-sse's
 * client retries. So the server leaves it out when it goes away, and when events broke off for a reason that may pass.
 *
 * @see https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md#distinct-connections-mode
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#the-last-event-id-header
 */
export const sse: EventFormat = {
  contentType: 'text/event-stream; charset=utf-8',
  opening: ':\n\n',
  heartbeat: ':\n\n',
  heartbeatMs: 12_000,
  next({ json, cursor }: PresentedEvent): string {
    const id = cursor === undefined || UNFIT_FOR_ID.test(cursor) ? '' : `id: ${cursor}\n`;
    // JSON escapes line breaks, so that the data is always one line.
    return `event: next\n${id}data: ${json}\n\n`;
  },
  completion: COMPLETE,
  interruption: '',
  failure(error: GraphQLFormattedError): string {
    return sse.next(new PresentedEvent({ errors: [error] })) + (error.extensions?.retryable === true ? '' : COMPLETE);
  },
  goingAway: '',
};
