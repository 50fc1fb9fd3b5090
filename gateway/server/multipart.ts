import type { GraphQLFormattedError } from 'graphql';
import { SluiceError } from '../../subgraphs/kit/errors.ts';
import type { EventFormat } from './eventResponse.ts';
import type { PresentedEvent } from './presentEvents.ts';

const DELIMITER = '\r\n--graphql';
const FINAL = '--\r\n';

/**
 * Apollo's multipart protocol for subscriptions. The delimiter goes out right after each part rather than before the
 * next one: until a client sees it, it cannot know that the part is whole.
 *
 * The server's going away is a transport error (`payload: null`), since the protocol has no other way to tell it from
 * the regular end of a subscription; its code SHUTTING_DOWN says that connecting again helps.
 *
 * @see https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol
 */
export const multipart: EventFormat = {
  contentType: 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0',
  opening: DELIMITER,
  heartbeat: part('{}'),
  heartbeatMs: 5_000,
  next({ json }: PresentedEvent): string {
    return part(`{"payload":${json}}`);
  },
  completion: FINAL,
  interruption: FINAL,
  failure(error: GraphQLFormattedError): string {
    return transportError(error);
  },
  goingAway: transportError(
    new SluiceError('SHUTTING_DOWN', 'The server is going away. Connect again and resume.').toJSON(),
  ),
};

function transportError(error: GraphQLFormattedError): string {
  return part(JSON.stringify({ payload: null, errors: [error] })) + FINAL;
}

/** A part after a delimiter that was already sent, and the delimiter of the next. */
function part(json: string): string {
  return `\r\ncontent-type: application/json\r\n\r\n${json}${DELIMITER}`;
}
