import { serverAudits } from 'graphql-http';
import { describe, expect, it } from 'vitest';
import { startTestServer } from './startTestServer.ts';

/** What the server does not do although it may or should, and why. */
const EXCEPTIONS: Record<string, string> = {
  '5A70': 'A bare GET could be forged by a page of another origin, and is refused as Apollo Server refuses it.',
  D6D5: 'The same: a GET without a header that makes browsers ask first.',
  '6A70': 'The same.',
  '572B': 'Apollo Server answers 400 to a document that does not parse, also as application/json.',
  FDE2: 'Apollo Server answers 400 to a document that is not valid, also as application/json.',
  '7B9B': 'Apollo Server answers 400 to variables that do not fit, also as application/json.',
};

let url = '';
const audits = serverAudits({ url: () => url });

describe("The audits of graphql-http's specification suite", () => {
  it('is whole', () => {
    expect(audits.length).toBeGreaterThan(60);
  });

  it.each(audits.map(({ id, name, fn }) => [id, name, fn] as const))('%s: %s', async (id, name, fn) => {
    url = (await startTestServer()).graphql;
    const result = await fn();
    if (id in EXCEPTIONS) {
      expect(name).toMatch(/^(SHOULD|MAY)/);
      expect(result.status).not.toBe('ok');
    } else {
      expect(result).toMatchObject({ status: 'ok' });
    }
  });
});
