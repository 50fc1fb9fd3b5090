import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Cause } from '../../subgraphs/kit/changes/cause.ts';

/** The header in which a subgraph server is told the cause of a mutation. */
export const CAUSE_HEADER = 'sluice-cause';

/** Keeps these signatures apart from others by the same key. */
const PURPOSE = 'sluice-cause-1';

const cause = z.object({ flow: z.string(), runId: z.string(), hops: z.number().int().min(1) });

/**
 * Carries causes over HTTP: JSON and its HMAC-SHA256, both base64url. Signed by the log's key, so that nobody but the
 * processes over one log can say what a run did: a client that could would stop flows by counting their hops up. A token
 * is for one subgraph; what one server is told proves nothing to another.
 */
export class CauseTokens {
  readonly #secret: string;

  constructor(secret: string) {
    this.#secret = secret;
  }

  write({ flow, runId, hops }: Cause, subgraph: string): string {
    const body = Buffer.from(JSON.stringify({ flow, runId, hops })).toString('base64url');
    return `${body}.${this.#sign(body, subgraph).toString('base64url')}`;
  }

  /** The cause, or undefined for what was not written for this subgraph with this key. */
  read(token: string, subgraph: string): Cause | undefined {
    const [body = '', signature = ''] = token.split('.');
    const given = Buffer.from(signature, 'base64url');
    const expected = this.#sign(body, subgraph);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    return cause.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  }

  #sign(body: string, subgraph: string): Buffer {
    return createHmac('sha256', this.#secret)
      .update(JSON.stringify([PURPOSE, subgraph, body]))
      .digest();
  }
}
