import { describe, expect, it } from 'vitest';
import { startTestServer } from './startTestServer.ts';

describe('Health', () => {
  it('is live and ready', async () => {
    const server = await startTestServer();
    const live = await fetch(`${server.url}/health/live`);
    expect([live.status, await live.json()]).toEqual([200, { status: 'live' }]);
    const ready = await fetch(`${server.url}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready' }]);
  });

  it('is live but not ready while something that it needs is away, and says what', async () => {
    const reasons = ['The database does not answer.'];
    const server = await startTestServer({ readiness: async () => reasons });
    const ready = await fetch(`${server.url}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'not ready', reasons }]);
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
  });

  it('is not ready when that cannot be found out, and does not say why', async () => {
    const server = await startTestServer({ readiness: () => Promise.reject(new Error('hunter2')) });
    const ready = await fetch(`${server.url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.text()).not.toContain('hunter2');
    expect(server.log).toContainEqual(
      expect.objectContaining({ err: expect.objectContaining({ message: 'hunter2' }) }),
    );
  });
});
