import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { SluiceError } from '../../subgraphs/kit/errors.ts';

/** What a cursor says: resume after this position. */
export interface CursorPosition {
  readonly position: number;
  /** Digest of the change at the position; see {@link CursorCodec}. */
  readonly digest: string;
}

const VERSION = 1;
const EPOCH_BYTES = 6;
const DIGEST_BYTES = 4;
const BODY_BYTES = 1 + EPOCH_BYTES + 8 + DIGEST_BYTES;
const SIGNATURE_BYTES = 16;

/**
 * Writes and reads cursors: version, epoch of the log, position, digest of the change there, and an HMAC-SHA256 over
 * them. Signed, so that nobody resumes at a position that was not given out.
 *
 * The digest tells a log that was restored from a backup from the one whose cursors are still about: it gives the same
 * positions to other changes, and to resume there would lose changes silently.
 */
export class CursorCodec {
  readonly #epoch: Buffer;
  readonly #secret: string;

  /** `epoch` is hexadecimal, 6 bytes. */
  constructor(epoch: string, secret: string) {
    this.#epoch = Buffer.from(epoch, 'hex');
    this.#secret = secret;
  }

  encode(position: number, digest: string): string {
    const body = Buffer.alloc(BODY_BYTES);
    body.writeUInt8(VERSION, 0);
    this.#epoch.copy(body, 1);
    body.writeBigUInt64BE(BigInt(position), 1 + EPOCH_BYTES);
    body.write(digest, 1 + EPOCH_BYTES + 8, 'hex');
    return Buffer.concat([body, this.#sign(body)]).toString('base64url');
  }

  /** @throws SluiceError `CURSOR_INVALID`, or `CURSOR_OF_ANOTHER_LOG` when it is well-formed but of another epoch. */
  decode(cursor: string): CursorPosition {
    const bytes = Buffer.from(cursor, 'base64url');
    const body = bytes.subarray(0, BODY_BYTES);
    if (
      bytes.length !== BODY_BYTES + SIGNATURE_BYTES ||
      body[0] !== VERSION ||
      bytes.toString('base64url') !== cursor
    ) {
      throw invalid();
    }
    if (!body.subarray(1, 1 + EPOCH_BYTES).equals(this.#epoch)) throw cursorOfAnotherLog();
    if (!timingSafeEqual(bytes.subarray(BODY_BYTES), this.#sign(body))) throw invalid();
    return {
      position: Number(body.readBigUInt64BE(1 + EPOCH_BYTES)),
      digest: body.subarray(1 + EPOCH_BYTES + 8).toString('hex'),
    };
  }

  #sign(body: Buffer): Buffer {
    return createHmac('sha256', this.#secret).update(body).digest().subarray(0, SIGNATURE_BYTES);
  }
}

/** The digest of a change, by its id. Without a change (an empty log, or one that is no longer kept), zeros. */
export function digestChange(changeId: string | undefined): string {
  if (changeId === undefined) return '00'.repeat(DIGEST_BYTES);
  return createHash('sha256').update(changeId).digest().subarray(0, DIGEST_BYTES).toString('hex');
}

/** The cursor was issued by another log, or by this one before it was restored from a backup. */
export function cursorOfAnotherLog(): SluiceError {
  return new SluiceError(
    'CURSOR_OF_ANOTHER_LOG',
    'The cursor belongs to another change log, or to this one before a backup was restored. Read the records anew and ' +
      'subscribe from the present `changeCursor`.',
  );
}

function invalid(): SluiceError {
  return new SluiceError(
    'CURSOR_INVALID',
    'The cursor was not issued by this server. Use one from a change, or from `changeCursor`.',
  );
}
