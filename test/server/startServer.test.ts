import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { startServer } from '../../gateway/server/server.ts';
import { startTestServer } from './startTestServer.ts';
import { TestGateway } from './testGateway.ts';

describe('Starting a server', () => {
  it('says so when the port is in use, and stops the gateway', async () => {
    const { port } = await startTestServer();
    const gateway = new TestGateway();
    const started = startServer({
      gateway,
      host: '127.0.0.1',
      port,
      logger: pino({ level: 'silent' }),
      forwardHeaders: [],
    });
    await expect(started).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: expect.stringContaining(`127.0.0.1:${port}`),
    });
    expect(gateway.stopped).toBe(true);
  });

  it('says so when the address is not of this machine', async () => {
    await expect(startTestServer({ host: '192.0.2.1' })).rejects.toMatchObject({ code: 'CONFIGURATION_INVALID' });
  });

  it('fails with what the gateway failed with', async () => {
    const gateway = new TestGateway();
    gateway.load = () => Promise.reject(new Error('No supergraph.'));
    await expect(startTestServer({ gateway })).rejects.toThrow('No supergraph.');
  });

  it('writes an IPv6 address into the URL as URLs want it', async () => {
    const server = await startTestServer({ host: '::1' });
    expect(server.url).toBe(`http://[::1]:${server.port}`);
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
  });
});
