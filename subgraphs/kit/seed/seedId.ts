import { v7 as uuidv7 } from 'uuid';

/** An id like those of `newId`, as it would have been made at `atMs`, and always the same for the same `index`. */
export function seedId(prefix: string, atMs: number, index: number): string {
  const random = new Uint8Array(16);
  new DataView(random.buffer).setUint32(12, index);
  return `${prefix}_${uuidv7({ msecs: atMs, seq: 0, random }).replaceAll('-', '')}`;
}
