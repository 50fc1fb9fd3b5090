import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { CHANGE_CHANNEL } from './sqlChangeStore.ts';

const RECONNECT_MS = 1_000;

/**
 * Calls `onGrown` whenever a sequencer, of this process or another, says that the log has grown, and after each
 * connection, since what was said before it is lost. A connection that breaks is made again. Resolves, once connected,
 * with how to stop.
 */
export async function listenForChanges(
  databaseUrl: string,
  onGrown: () => void,
  onError: (error: unknown) => void,
): Promise<() => Promise<void>> {
  const stopping = new AbortController();
  let client = await connect();
  const listening = keepListening();

  async function connect(): Promise<pg.Client> {
    const connected = new pg.Client({ connectionString: databaseUrl, keepAlive: true, connectionTimeoutMillis: 5_000 });
    connected.on('notification', onGrown);
    connected.on('error', onError);
    await connected.connect();
    await connected.query(`listen ${CHANGE_CHANNEL}`);
    onGrown();
    return connected;
  }

  async function keepListening(): Promise<void> {
    while (!stopping.signal.aborted) {
      await new Promise((resolve) => client.once('end', resolve));
      if (stopping.signal.aborted) return;
      client = await reconnect();
    }
  }

  async function reconnect(): Promise<pg.Client> {
    for (;;) {
      try {
        await delay(RECONNECT_MS, undefined, { signal: stopping.signal });
        return await connect();
      } catch (error) {
        if (stopping.signal.aborted) return client;
        onError(error);
      }
    }
  }

  return async () => {
    stopping.abort();
    await client.end();
    await listening;
  };
}
