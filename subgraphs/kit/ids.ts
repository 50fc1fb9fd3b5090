import { v7 as uuidv7 } from 'uuid';

/**
 * A new id such as `pay_0199a3…`: opaque to clients, its prefix for people who read logs. Ids grow with time, so that
 * a list in the order of ids is a list in the order of creation (RFC 9562, UUID version 7).
 */
export function newId(prefix: string): string {
  return `${prefix}_${uuidv7().replaceAll('-', '')}`;
}

/** What the ids of {@link newId} that are made from then on are not less than: a table is searched by time without another index. */
export function firstIdFrom(prefix: string, time: Date): string {
  return `${prefix}_${time.getTime().toString(16).padStart(12, '0')}`;
}
