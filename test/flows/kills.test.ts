import { describe, expect, it } from 'vitest';
import { engines } from '../harness/engines.ts';
import { openDatabase } from '../harness/openDatabase.ts';
import { type SluiceProcess, spawnSluice } from '../harness/spawnSluice.ts';
import { startOrderWork } from './orderWork.ts';
import { runsSettled } from './storedRuns.ts';

/** `npm run test:soak` asks for more. */
const ORDERS = Number(process.env.SOAK_ORDERS ?? 500);
const KILLS = Number(process.env.SOAK_KILLS ?? 20);
const WRITERS = 10;

describe.each(engines)(`${ORDERS} orders and their payments, and what sets off the other flows, on $name`, (engine) => {
  const timeout = 300_000 + ORDERS * 1_000;
  it('have each of their effects once, however often the server is killed at random moments', { timeout }, async () => {
    await using storage = await engine.create({ SEED: 'none', FLOWS_DIR: 'flows' });
    let server: SluiceProcess = await spawnSluice({ variables: storage.variables });
    const args = ['start', '--port', new URL(server.url).port];
    const work = await startOrderWork(() => server.url);

    const each = ORDERS / WRITERS;
    let writing = true;
    const writers = Array.from({ length: WRITERS }, (_, writer) => work.write(writer * each, (writer + 1) * each));
    const written = Promise.all(writers).finally(() => {
      writing = false;
    });
    for (let kill = 0; kill < KILLS || writing; kill++) {
      await new Promise((resolve) => setTimeout(resolve, 200 + Math.random() * 1_500));
      await server.end('SIGKILL');
      server = await spawnSluice({ args, variables: storage.variables });
    }
    await written;

    await using database = openDatabase(storage);
    expect(await runsSettled(database, work.wantedRuns())).toEqual(work.wantedRuns());
    expect(await work.effects()).toEqual(work.wanted());
    expect(await server.end('SIGTERM')).toBe(0);
  });
});
