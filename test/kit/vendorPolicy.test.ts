import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VendorFailure } from '../../subgraphs/kit/vendor/vendorFailure.ts';
import { VendorPolicy, type VendorPolicyOptions } from '../../subgraphs/kit/vendor/vendorPolicy.ts';
import { startEmulator, type VendorEmulator } from '../vendors/emulator.ts';

describe('The policy of calling a vendor', () => {
  let vendor: VendorEmulator;
  let done: number;
  beforeEach(async () => {
    done = 0;
    vendor = await startEmulator(() => ({
      handle: () => ({ status: 200, body: String(++done) }),
      throttled: () => ({ status: 429, headers: { 'retry-after': '0.2' }, body: '' }),
      failed: () => ({ status: 500, body: '' }),
    }));
  });
  afterEach(() => vendor[Symbol.asyncDispose]());

  /** A client as adapters have them: what is no answer becomes a VendorFailure. */
  async function request(signal: AbortSignal): Promise<string> {
    const response = await fetch(vendor.url, { signal }).catch((cause: unknown) => {
      throw new VendorFailure('silent', 'no answer', { cause });
    });
    if (response.status === 429) {
      throw new VendorFailure('throttled', 'too many calls', {
        retryAfterMs: Number(response.headers.get('retry-after')) * 1_000,
      });
    }
    if (response.status >= 500) throw new VendorFailure('failed', `status ${response.status}`);
    return response.text();
  }
  const policy = (options: Partial<VendorPolicyOptions> = {}) =>
    new VendorPolicy({ system: 'payments', vendor: 'Acme', callsPerSecond: 1_000, ...options });
  const READ = { repeatable: true };
  const WRITE = { repeatable: false };

  it('repeats what may be repeated until it is answered', async () => {
    vendor.faults.order({ fault: 'failsBeforeEffect', times: 1 });
    vendor.faults.order({ fault: 'cutBeforeEffect', times: 2 });
    expect(await policy().call(READ, request)).toBe('1');
    expect(vendor.takeRequests()).toHaveLength(4);
  });

  it.each([
    ['failsAfterEffect', 'ended'],
    ['cutAfterEffect', 'unknown'],
    ['hangsAfterEffect', 'unknown'],
  ] as const)('does not repeat a write that %s, and tells that its outcome is %s', async (fault, outcome) => {
    vendor.faults.order({ fault });
    await expect(policy({ timeoutMs: 200 }).call(WRITE, request)).rejects.toMatchObject({
      outcome,
      extensions: { code: 'UPSTREAM_UNAVAILABLE', subgraph: 'payments', retryable: true },
    });
    expect(done).toBe(1);
  });

  it('aborts the request of a try that takes too long', async () => {
    vendor.faults.order({ fault: 'hangsBeforeEffect', times: 1 });
    let aborted = false;
    const answer = await policy({ timeoutMs: 200 }).call(READ, (signal) => {
      signal.addEventListener('abort', () => {
        aborted = true;
      });
      return request(signal);
    });
    expect(answer).toBe('1');
    expect(aborted).toBe(true);
  });

  it('waits as long as a vendor asks, with all calls, and repeats a refused write too', async () => {
    vendor.faults.order({ fault: 'throttled', times: 1 });
    const calls = policy();
    const begun = performance.now();
    const first = calls.call(WRITE, request);
    expect(await first).toBe('1');
    expect(performance.now() - begun).toBeGreaterThan(190);
  });

  it('does not wait longer than its caller', async () => {
    vendor.faults.order({ fault: 'throttled' });
    const begun = performance.now();
    await expect(policy().call({ ...READ, patienceMs: 300 }, request)).rejects.toMatchObject({ outcome: 'notDone' });
    expect(performance.now() - begun).toBeLessThan(600);
  });

  it('leaves a vendor that is down alone for a while, and then tries it again', async () => {
    vendor.setDown(true);
    const calls = policy({ failuresToBreak: 3, breakMs: 300 });
    const failure = { extensions: { code: 'UPSTREAM_UNAVAILABLE' } };
    await expect(calls.call({ ...READ, patienceMs: 1_000 }, request)).rejects.toMatchObject(failure);
    vendor.setDown(false);
    await expect(calls.call(READ, request)).rejects.toMatchObject({ ...failure, outcome: 'notDone' });
    expect(vendor.takeRequests()).toEqual([]);
    await expect.poll(() => calls.call(READ, request).catch(() => 'refused')).toBe('1');
  });

  it('has no more calls under way than it may, and begins them at its rate', async () => {
    let underWay = 0;
    let most = 0;
    const calls = policy({ concurrency: 3, callsPerSecond: 20 });
    const begun = performance.now();
    await Promise.all(
      Array.from({ length: 26 }, () =>
        calls.call(READ, async (signal) => {
          most = Math.max(most, ++underWay);
          await request(signal);
          underWay -= 1;
        }),
      ),
    );
    expect(most).toBeLessThanOrEqual(3);
    expect(performance.now() - begun).toBeGreaterThan(250);
  });

  it('ends at once when its caller goes', async () => {
    vendor.faults.order({ fault: 'hangsBeforeEffect' });
    const caller = new AbortController();
    const call = policy().call({ ...READ, signal: caller.signal }, request);
    caller.abort(new Error('gone'));
    await expect(call).rejects.toThrow('gone');
  });

  it('passes an answer that is an error on as it is, without repeating it', async () => {
    await expect(
      policy().call(READ, async () => {
        throw new RangeError('no such card');
      }),
    ).rejects.toThrow(RangeError);
  });
});
