import { v7 as uuidv7 } from 'uuid';

/**
 * A new id such as `pay_0199a3…`: opaque to clients, its prefix for people who read logs. Ids grow with time, so that
 * a list in the order of ids is a list in the order of creation (RFC 9562, UUID version 7).
 */
export function newId(prefix: string): string {
  return `${prefix}_${uuidv7().replaceAll('-', '')}`;
}
