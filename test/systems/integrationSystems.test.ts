import { describe, expect, it } from 'vitest';
import { engines, type TestEngine } from '../harness/engines.ts';
import { roverFileWith } from '../harness/roverFile.ts';
import { spawnSluice } from '../harness/spawnSluice.ts';
import { ask, startSluice } from '../harness/startSluice.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';

const SYSTEMS = '{ systems { name location url backend health { status reason latencyMs } } }';
const UP = { status: 'UP', reason: null, latencyMs: expect.any(Number) };

describe('The systems as part of the graph', { timeout: 90_000 }, () => {
  it.each(engines)(
    'are those that rover.yaml lists, with where they run and whether they answer, on $name',
    async (engine) => {
      await using folder = await temporaryFolder();
      await using crmStorage = await engine.create({ SEED: 'none' });
      await using crm = await spawnSluice({
        args: ['subgraph', 'crm', '--port', '0'],
        variables: crmStorage.variables,
      });
      const roverFile = await roverFileWith(folder.path, { crm: `${crm.url}/graphql` });
      await using sluice = await startSluice({ engine, roverFile });
      const here = (name: string, backend = 'sql') => ({
        name,
        location: 'IN_PROCESS',
        url: null,
        backend,
        health: UP,
      });
      const there = { name: 'crm', location: 'SERVER', url: `${crm.url}/graphql`, backend: null };
      const { data, errors } = await sluice.ask(SYSTEMS);
      expect(errors).toBeUndefined();
      expect(data.systems).toEqual([
        here('integration'),
        { ...there, health: UP },
        here('payments'),
        here('commerce'),
        here('inventory'),
        here('support'),
        here('messaging', expect.any(String)),
      ]);

      await crm.end('SIGKILL');
      const { systems } = (await sluice.ask(SYSTEMS)).data;
      const down = { status: 'DOWN', reason: expect.stringContaining('crm'), latencyMs: expect.any(Number) };
      expect(systems[1]).toEqual({ ...there, health: down });
      expect(systems[2]).toEqual(here('payments'));
    },
  );

  it('are told by an integration server alone as far as it knows them, and flows not at all', async () => {
    await using storage = await (engines[0] as TestEngine).create({ SEED: 'none' });
    const args = ['subgraph', 'integration', '--port', '0'];
    await using integration = await spawnSluice({ args, variables: storage.variables });
    const { data } = await ask(integration.url, SYSTEMS);
    const [itself, crm] = data.systems;
    expect(itself).toEqual({ name: 'integration', location: 'IN_PROCESS', url: null, backend: 'sql', health: UP });
    expect(crm).toEqual({
      name: 'crm',
      location: 'ELSEWHERE',
      url: null,
      backend: null,
      health: { status: 'UNKNOWN', reason: expect.stringContaining('gateway'), latencyMs: null },
    });
    for (const query of ['{ flows { name } }', '{ flowRuns { nodes { id } } }', '{ deadLetters { nodes { id } } }']) {
      const { errors } = await ask(integration.url, query);
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'NOT_SERVED_HERE' });
      expect(errors?.[0]?.message).toContain('DATABASE_URL');
    }
  });
});
