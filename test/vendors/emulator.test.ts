import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmulator, type VendorEmulator } from './emulator.ts';
import type { RequestFault } from './faults.ts';
import { ManualClock } from './vendorClock.ts';
import { WebhookSender } from './webhookSender.ts';

/** A vendor that counts what is posted to it, and sends a webhook for each. */
function startCounter(): Promise<VendorEmulator> {
  let count = 0;
  return startEmulator((webhooks) => ({
    handle({ method }) {
      if (method === 'POST') {
        count += 1;
        const body = String(count);
        webhooks.send({ id: `event_${count}`, body, headers: () => ({ 'x-count': body }) });
      }
      return { status: 200, body: { count } };
    },
    throttled: () => ({ status: 429, headers: { 'retry-after': '1' }, body: { error: 'slow down' } }),
    failed: () => ({ status: 500, body: { error: 'oops' } }),
  }));
}

describe("A vendor's emulator", () => {
  let vendor: VendorEmulator;
  beforeEach(async () => {
    vendor = await startCounter();
  });
  afterEach(() => vendor[Symbol.asyncDispose]());

  const post = (timeoutMs = 5_000) =>
    fetch(vendor.url, { method: 'POST', body: '{}', signal: AbortSignal.timeout(timeoutMs) }).then(
      ({ status }) => status,
      () => 'no answer',
    );
  const count = async () => ((await (await fetch(vendor.url)).json()) as { count: number }).count;

  it.each<[RequestFault, number | string, number]>([
    ['throttled', 429, 0],
    ['failsBeforeEffect', 500, 0],
    ['failsAfterEffect', 500, 1],
    ['hangsBeforeEffect', 'no answer', 0],
    ['hangsAfterEffect', 'no answer', 1],
    ['cutBeforeEffect', 'no answer', 0],
    ['cutAfterEffect', 'no answer', 1],
  ])('answers a request that is %s with %s, having done it %i times', async (fault, answer, done) => {
    vendor.faults.order({ fault, times: 1 });
    expect(await post(fault.startsWith('hangs') ? 300 : undefined)).toBe(answer);
    expect(await count()).toBe(done);
    expect(await post()).toBe(200);
  });

  it('befalls every nth request of those that are meant, so many times, until the fault is ended', async () => {
    const end = vendor.faults.order({
      fault: 'throttled',
      when: ({ method }) => method === 'POST',
      every: 2,
      times: 2,
    });
    const statuses = [];
    for (let index = 0; index < 6; index++) statuses.push(await post(), await count());
    expect(statuses).toEqual([200, 1, 429, 1, 200, 2, 429, 2, 200, 3, 200, 4]);
    end();
    vendor.faults.order({ fault: 'failsBeforeEffect' });
    expect(await post()).toBe(500);
    vendor.faults.clear();
    expect(await post()).toBe(200);
  });

  it('tells the requests that came, and answers none while it is down', async () => {
    await post();
    vendor.setDown(true);
    expect(await post()).toBe('no answer');
    vendor.setDown(false);
    expect(await post()).toBe(200);
    expect(vendor.takeRequests().map(({ method, path }) => [method, path])).toEqual([
      ['POST', '/'],
      ['POST', '/'],
    ]);
  });

  describe('with an endpoint for its webhooks', () => {
    let received: string[];
    let statuses: number[];
    let stop: () => Promise<void>;
    beforeEach(async () => {
      received = [];
      statuses = [];
      const endpoint = createServer((request, response) => {
        received.push(String(request.headers['x-count']));
        response.writeHead(statuses.shift() ?? 200).end();
      });
      endpoint.listen(0, '127.0.0.1');
      await once(endpoint, 'listening');
      vendor.webhooks.url = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/`;
      stop = () => new Promise((resolve) => endpoint.close(() => resolve()));
    });
    afterEach(() => stop());

    it('sends them in order, and again until they are accepted', async () => {
      statuses = [500, 503];
      for (let index = 0; index < 3; index++) await post();
      await vendor.webhooks.idle();
      expect(received).toEqual(['1', '1', '1', '2', '3']);
      expect(vendor.webhooks.sent).toEqual([
        { id: 'event_1', statuses: [500, 503, 200] },
        { id: 'event_2', statuses: [200] },
        { id: 'event_3', statuses: [200] },
      ]);
    });

    it("tries again after the vendor's pauses, where the vendor does, and ends the subscription after so many failures", async () => {
      const clock = new ManualClock();
      const retries = { delaysMs: [1_000, 60_000], answerTimeoutMs: 5_000, repeats: (status: number) => status >= 500 };
      const sender = new WebhookSender({ clock, retries: { ...retries, unsubscribeAfter: 3 } });
      sender.url = vendor.webhooks.url;
      statuses = [400, 200, 500, 500, 500];
      for (let index = 0; index < 4; index++) {
        sender.send({ id: `${index}`, body: (attempt) => `${attempt}`, headers: () => ({ 'x-count': `${index}` }) });
      }
      for (const [pauseMs, tries] of [
        [1_000, 3],
        [60_000, 4],
      ] as const) {
        await expect.poll(() => clock.waiting).toBe(1);
        clock.advance(pauseMs - 1);
        expect(received).toHaveLength(tries);
        clock.advance(1);
      }
      await sender.idle();
      expect(sender.sent.map(({ statuses: seen }) => seen)).toEqual([[400], [200], [500, 500, 500], []]);
      expect(received).toEqual(['0', '1', '2', '2', '2']);
      expect(sender.url).toBeNull();
    });

    it('drops, repeats and turns round, when told so', async () => {
      vendor.webhooks.setFaults({ dropEvery: 3, duplicateEvery: 5, reverseGroupsOf: 2 });
      for (let index = 0; index < 6; index++) await post();
      await vendor.webhooks.idle();
      expect(received).toEqual(['2', '1', '5', '5', '4']);
      expect(vendor.webhooks.sent.filter(({ statuses: none }) => none.length === 0).map(({ id }) => id)).toEqual([
        'event_3',
        'event_6',
      ]);
    });
  });
});
