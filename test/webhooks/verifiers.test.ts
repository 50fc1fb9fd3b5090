import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVerifiers } from '../../gateway/webhooks/receive/createVerifiers.ts';
import { WebhookRefusedError, type WebhookRequest } from '../../gateway/webhooks/receive/webhookVerifier.ts';
import { NEW, OLD, signedEnvironment, signingVendors, URL } from './signingVendors.ts';

const verifiers = createVerifiers(signedEnvironment);

const NOW = Date.now();

function request(body: string, headers: Readonly<Record<string, string>>, nowMs = NOW): WebhookRequest {
  return { method: 'POST', url: URL, headers, body: Buffer.from(body), nowMs };
}

function verify(source: string, given: WebhookRequest) {
  const verifier = verifiers.get(source);
  if (!verifier) throw new Error(`No verifier of ${source}.`);
  return verifier.verify(given);
}

const refusedAs = (reason: string) => expect.objectContaining({ constructor: WebhookRefusedError, reason });

describe.each(Object.entries(signingVendors))('A webhook of %s', (source, { body, ids, maxAgeMs, sign, badTime }) => {
  it.each([OLD, NEW])('is taken when it is signed by either secret of a rotation', (secret) => {
    const { events } = verify(source, request(body, sign(body, secret, NOW)));
    expect(events.map(({ id }) => id)).toEqual(ids);
  });

  it('is refused when it is signed by another secret, or by none', () => {
    const other = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
    expect(() => verify(source, request(body, sign(body, other, NOW)))).toThrow(refusedAs('SIGNATURE'));
    expect(() => verify(source, request(body, {}))).toThrow(refusedAs('SIGNATURE'));
  });

  it('is refused when a byte of it was changed', () => {
    const signed = sign(body, OLD, NOW);
    expect(() => verify(source, request(body.replace(':', ': '), signed))).toThrow(refusedAs('SIGNATURE'));
    expect(() => verify(source, request(`${body} `, signed))).toThrow(refusedAs('SIGNATURE'));
  });

  it('is refused when it is too old, or from the future', () => {
    expect(() => verify(source, request(body, sign(body, OLD, NOW - maxAgeMs - 2_000)))).toThrow(WebhookRefusedError);
    expect(() => verify(source, request(body, sign(body, OLD, NOW + 302_000)))).toThrow(WebhookRefusedError);
    expect(verify(source, request(body, sign(body, OLD, NOW - maxAgeMs + 10_000))).events).toHaveLength(ids.length);
    expect(verify(source, request(body, sign(body, OLD, NOW + 290_000))).events).toHaveLength(ids.length);
  });

  it('is refused when its time is no number or date', () => {
    const headers = { ...sign(body, OLD, NOW), [badTime[0]]: badTime[1] };
    expect(() => verify(source, request(body, headers))).toThrow(refusedAs('TIMESTAMP'));
  });

  it('is refused when what was signed is no JSON', () => {
    expect(() => verify(source, request('{', sign('{', OLD, NOW)))).toThrow(refusedAs('MALFORMED'));
  });

  it('is refused whatever comes that is not signed, and nothing else is thrown', () => {
    const names = [...Object.keys(sign(body, OLD, NOW)), 'content-type'];
    const headers = fc.dictionary(
      fc.constantFrom(...names),
      fc.oneof(fc.string(), fc.constantFrom(...Object.values(sign(body, NEW, NOW)))),
    );
    fc.assert(
      fc.property(headers, fc.uint8Array({ minLength: 1 }), (given, bytes) => {
        const forged = { ...request('', given), body: Buffer.concat([Buffer.from(bytes), Buffer.from('x')]) };
        expect(() => verify(source, forged)).toThrow(WebhookRefusedError);
      }),
      { numRuns: 300 },
    );
  });

  it('is taken or refused whatever was signed, and nothing else is thrown', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        try {
          for (const { id } of verify(source, request(json, sign(json, OLD, NOW))).events) expect(id).not.toBe('');
        } catch (error) {
          expect(error).toBeInstanceOf(WebhookRefusedError);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('A webhook of Stripe', () => {
  it('is refused when it is of the other mode than the key', () => {
    const live = '{"id":"evt_1","livemode":true}';
    const signed = signingVendors.stripe?.sign(live, OLD, NOW) ?? {};
    expect(() => verify('stripe', request(live, signed))).toThrow(refusedAs('MODE'));
  });
});

describe('A webhook of Slack', () => {
  it('that asks whether somebody is there is answered with its challenge, and is no event', () => {
    const body = '{"type":"url_verification","challenge":"3eZbrw1a"}';
    const signed = signingVendors.slack?.sign(body, OLD, NOW) ?? {};
    expect(verify('slack', request(body, signed))).toEqual({ events: [], answer: { challenge: '3eZbrw1a' } });
  });
});

describe('A CloudEvent with a token', () => {
  const body = JSON.stringify({ specversion: '1.0', id: '7', source: '/crm', type: 'made', data: 1 });
  const headers = {
    'content-type': 'application/cloudevents+json',
    authorization: 'Bearer a-token-that-nobody-guesses',
  };

  it('is taken, and known by its source and id', () => {
    expect(verify('standard/crm', request(body, headers)).events.map(({ id }) => id)).toEqual(['/crm 7']);
  });

  it('is refused with another token, and where only signatures count', () => {
    const wrong = { ...headers, authorization: 'Bearer a-token-that-nobody-guesse' };
    expect(() => verify('standard/crm', request(body, wrong))).toThrow(refusedAs('SIGNATURE'));
    expect(() => verify('standard/erp', request(body, headers))).toThrow(refusedAs('SIGNATURE'));
    expect(() => verify('standard/crm', request('{}', headers))).toThrow(refusedAs('MALFORMED'));
  });
});
