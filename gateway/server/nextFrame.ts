import type { EventEncoder, PresentedEvent } from './presentEvents.ts';

/** First byte of a frame that is a whole text message. https://datatracker.ietf.org/doc/html/rfc6455#section-5.2 */
const WHOLE_TEXT = 0x81;
const LENGTH_IN_16_BITS = 126;
const LENGTH_IN_64_BITS = 127;

/**
 * A `next` message as a WebSocket frame, but for its end: with the operation's id last, all that comes before is equal
 * for all subscriptions whose ids are equally long, and ids of one client library always are.
 */
class NextFrameEncoder implements EventEncoder {
  readonly #endBytes: number;

  constructor(endBytes: number) {
    this.#endBytes = endBytes;
  }

  next({ json }: PresentedEvent): Buffer {
    const message = `{"type":"next","payload":${json},"id":`;
    const messageBytes = Buffer.byteLength(message);
    const header = frameHeader(messageBytes + this.#endBytes);
    const frame = Buffer.allocUnsafe(header.length + messageBytes);
    frame.set(header);
    frame.write(message, header.length);
    return frame;
  }
}

const encoders = new Map<number, NextFrameEncoder>();

/** The end of the frame that carries an event to the operation with this id; see {@link nextFrameEncoder}. */
export function nextFrameEnd(id: string): Buffer {
  return Buffer.from(`${JSON.stringify(id)}}`);
}

/** Makes the frame up to an end of so many bytes. */
export function nextFrameEncoder(endBytes: number): EventEncoder {
  const known = encoders.get(endBytes);
  if (known) return known;
  const encoder = new NextFrameEncoder(endBytes);
  encoders.set(endBytes, encoder);
  return encoder;
}

/** Of a frame from the server, whose payload is not masked. */
function frameHeader(payloadBytes: number): Buffer {
  if (payloadBytes < LENGTH_IN_16_BITS) return Buffer.from([WHOLE_TEXT, payloadBytes]);
  if (payloadBytes < 2 ** 16) {
    return Buffer.from([WHOLE_TEXT, LENGTH_IN_16_BITS, payloadBytes >> 8, payloadBytes & 0xff]);
  }
  const header = Buffer.alloc(10);
  header[0] = WHOLE_TEXT;
  header[1] = LENGTH_IN_64_BITS;
  header.writeBigUInt64BE(BigInt(payloadBytes), 2);
  return header;
}
