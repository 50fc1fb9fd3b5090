import { EventEmitter, on } from 'node:events';
import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { buildSchema, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { nameSystem } from '../../gateway/addSystem/nameSystem.ts';
import { type Command, readCommand } from '../../gateway/commandLine.ts';
import { addSystem } from '../../gateway/commands/addSystem.ts';
import { type SubgraphServer, serveSubgraph } from '../federation/subgraphServer.ts';
import { copyProject } from '../harness/copyProject.ts';
import { engines, type TestEngine } from '../harness/engines.ts';
import { runSluice, spawnSluice } from '../harness/spawnSluice.ts';
import { ask, startSluice, subscribe } from '../harness/startSluice.ts';
import { type TemporaryFolder, temporaryFolder } from '../harness/temporaryFolder.ts';

const [sqlite] = engines as readonly [TestEngine, ...TestEngine[]];

/** Generating, checking and testing a project takes several tools, each a process. */
const TOOLS_TIMEOUT_MS = 240_000;

/** A project's configuration, to which systems are added. */
async function configuration(): Promise<
  TemporaryFolder & { readonly args: readonly string[]; readonly roverFile: string }
> {
  const folder = await temporaryFolder();
  const roverFile = join(folder.path, 'rover.yaml');
  await cp('rover.yaml', roverFile);
  await cp('schema', join(folder.path, 'schema'), { recursive: true });
  const supergraphFile = join(folder.path, 'schema/supergraph.graphql');
  return { ...folder, roverFile, args: ['--config', roverFile, '--supergraph', supergraphFile] };
}

describe('npm run add-system', () => {
  it(
    'lays out a system that passes its conformance test and the checks, joins with customers, and is subscribed to',
    async () => {
      await using project = await copyProject();
      const before = await readFile('rover.yaml', 'utf8');
      const added = await runSluice({ args: ['add-system', 'loyalty', '--record', 'Reward'], cwd: project.path });
      expect(added).toMatchObject({ code: 0, stderr: '' });
      const adapter = ['backend', 'generated/resolvers', 'index', 'loaders', 'recordTypes', 'records', 'resolvers'];
      const files = [
        'schema/loyalty.graphql',
        ...[...adapter, 'seed', 'sql', 'tables'].map((name) => `subgraphs/loyalty/${name}.ts`),
        'test/systems/loyalty.test.ts',
      ];
      for (const file of files) {
        expect(added.stdout).toContain(`  ${file}\n`);
        expect(await readFile(join(project.path, file), 'utf8')).not.toMatch(/\{\{\w/);
      }
      expect(await readFile(join(project.path, 'rover.yaml'), 'utf8')).toBe(
        `${before}  loyalty:\n    routing_url: local://loyalty\n    schema:\n      file: schema/loyalty.graphql\n`,
      );

      expect(await runSluice({ args: ['check'], cwd: project.path })).toMatchObject({ code: 0 });
      expect(await project.run('biome', 'check', ...files)).toMatchObject({ code: 0 });
      expect(await project.run('eslint', 'schema')).toMatchObject({ code: 0, stdout: '' });
      for (const tool of ['tsc', 'knip']) {
        const { stdout } = await project.run(tool);
        expect(stdout.split('\n').filter((line) => line.includes('loyalty'))).toEqual([]);
      }
      const conformance = await project.run('vitest', 'run', 'test/systems/loyalty.test.ts', '--reporter=json');
      const { success, numPassedTests } = JSON.parse(conformance.stdout);
      expect({ success, numPassedTests }).toEqual({ success: true, numPassedTests: engines.length * 20 });

      await using storage = await sqlite.create({ SEED: 'demo' });
      await using sluice = await spawnSluice({ variables: storage.variables, cwd: project.path });
      const { data } = await ask(
        sluice.url,
        '{ changeCursor rewards(first: 1) { nodes { id title status customer { id name contact { stage } } } } }',
      );
      const [reward] = data.rewards.nodes;
      expect(reward).toMatchObject({
        title: expect.stringContaining('Reward'),
        customer: { name: expect.any(String), contact: { stage: expect.any(String) } },
      });

      await using events = await subscribe(
        sluice.url,
        `subscription ($after: Cursor) {
          rewardChanged(status: [CLOSED], after: $after) { kind changedFields reward { id customer { name rewards(first: 1) { nodes { id } } } } }
        }`,
        { after: data.changeCursor },
      );
      const create =
        'mutation ($id: ID!) { createReward(input: { customerId: $id, title: "New", status: CLOSED }) { reward { id } } }';
      const created = (await ask(sluice.url, create, { id: reward.customer.id })).data.createReward.reward;
      expect((await events.take()).data.rewardChanged).toEqual({
        kind: 'CREATED',
        changedFields: [],
        reward: { id: created.id, customer: { name: reward.customer.name, rewards: { nodes: [{ id: created.id }] } } },
      });
    },
    TOOLS_TIMEOUT_MS,
  );

  it.each([
    [['add-system'], '`add-system` needs a name'],
    [['add-system', 'Loyalty'], "A system's name has lower-case letters, digits and hyphens"],
    [['add-system', '../crm'], "A system's name has lower-case letters, digits and hyphens"],
    [['add-system', 'crm'], 'There is a subgraph called crm already'],
    [['add-system', 'kit'], 'subgraphs/kit is there already'],
    [['add-system', 'supergraph'], 'schema/supergraph.graphql is there already'],
    [['add-system', 'loyalty', '--record', 'reward'], '--record must be a type such as Reward'],
    [['add-system', 'loyalty', '--record', 'Query'], 'The type Query has another meaning'],
    [['add-system', 'contacts'], 'The subgraph crm has '],
    [['add-system', 'loyalty', '--url', 'ftp://example.com'], '--url must be a URL'],
    [['add-system', 'loyalty', '--url', 'http://127.0.0.1:1', '--record', 'Reward'], '--record is for an adapter'],
    [['add-system', 'loyalty', '--url', 'http://127.0.0.1:1/graphql'], 'cannot be had from http://127.0.0.1:1/graphql'],
  ])('refuses %o and writes nothing', async (args, message) => {
    const state = async () => [
      await readdir('schema'),
      await readdir('subgraphs'),
      await readdir('test/systems'),
      await readFile('rover.yaml', 'utf8'),
    ];
    const before = await state();
    await expect(runCommand(args)).rejects.toMatchObject({
      code: 'CONFIGURATION_INVALID',
      message: expect.stringContaining(message),
    });
    expect(await state()).toEqual(before);
  });

  it('leaves nothing behind when a tool that it needs fails', async () => {
    await using project = await configuration();
    const files = async () =>
      (await readdir(project.path, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length;
    const before = await files();
    await expect(runCommand(['add-system', 'loyalty', ...project.args])).rejects.toMatchObject({
      message: expect.stringContaining('graphql-codegen failed, and nothing was added'),
    });
    expect(await files()).toBe(before);
    expect(await readFile(project.roverFile, 'utf8')).toBe(await readFile('rover.yaml', 'utf8'));
  });
});

async function runCommand(args: readonly string[]): Promise<string> {
  const command = readCommand(args);
  expect(command.name).toBe('add-system');
  return addSystem(command as Extract<Command, { name: 'add-system' }>);
}

describe('The names of a system', () => {
  it.each([
    [
      'loyalty',
      undefined,
      { System: 'Loyalty', Record: 'LoyaltyEntry', records: 'loyaltyEntries', table: 'loyalty_entry' },
    ],
    ['rewards', undefined, { System: 'Rewards', Record: 'Reward', records: 'rewards', table: 'rewards_reward' }],
    [
      'gift-cards',
      undefined,
      { System: 'GiftCards', Record: 'GiftCard', record: 'giftCard', table: 'gift_cards_gift_card' },
    ],
    ['deliveries', undefined, { Record: 'Delivery', records: 'deliveries' }],
    ['boxes', undefined, { Record: 'Box', records: 'boxes' }],
    ['analytics', undefined, { Record: 'AnalyticsEntry', 'a words': 'an analytics entry' }],
    ['loyalty', 'RewardTier', { Record: 'RewardTier', records: 'rewardTiers', 'Plural words': 'Reward tiers' }],
  ])('made of %s and %s', (system, record, names) => {
    expect(nameSystem(system, record)).toMatchObject(names);
  });
});

describe('A system that is a GraphQL subgraph already', () => {
  it('is added by its URL, joined with customers, and subscribed to through the gateway', async () => {
    const posted = new EventEmitter();
    const server = await serveSubgraph(reviewsSchema(posted), 'graphql-ws');
    await using _server = closing(server);
    await using project = await configuration();
    const args = ['add-system', 'reviews', '--url', server.url, ...project.args];
    expect(await runSluice({ args })).toMatchObject({ code: 0, stderr: '' });
    expect(await readFile(project.roverFile, 'utf8')).toBe(
      `${await readFile('rover.yaml', 'utf8')}  reviews:\n    schema:\n      subgraph_url: ${server.url}\n`,
    );
    expect(await runSluice({ args: ['check', ...project.args] })).toMatchObject({ code: 0 });

    await using sluice = await startSluice({ roverFile: project.roverFile });
    const contact = await sluice.ask(
      'mutation { createContact(input: { email: "ines@example.com", name: "Ines" }) { contact { customer { id } } } }',
    );
    const { id } = contact.data.createContact.contact.customer;
    const { data } = await sluice.ask(
      'query ($id: ID!) { customer(id: $id) { name contact { stage } reviews { stars } } }',
      { id },
    );
    expect(data.customer).toEqual({ name: 'Ines', contact: { stage: 'LEAD' }, reviews: [{ stars: 5 }] });

    const listening = listenerOf(posted, 'review');
    await using events = await sluice.subscribe(
      'subscription { reviewPosted { stars customer { name contact { stage } } } }',
    );
    const next = events.take();
    await listening;
    posted.emit('review', { stars: 4, customer: { id } });
    expect((await next).data.reviewPosted).toEqual({
      stars: 4,
      customer: { name: 'Ines', contact: { stage: 'LEAD' } },
    });
  });

  it('is refused when it has no SDL, or one that does not fit the others', async () => {
    await using project = await configuration();
    const before = await readFile(project.roverFile, 'utf8');
    const add = async (server: SubgraphServer) => {
      await using _server = closing(server);
      return await runSluice({ args: ['add-system', 'other', '--url', server.url, ...project.args] });
    };
    expect(await add(await serveSubgraph(buildSchema('type Query { a: Int }'), 'graphql-ws'))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('It is no subgraph of a federation: Cannot query field "_service"'),
    });
    const typeDefs = parse('type Query { a: Int }\ntype Contact {\n  email: Int }');
    const unfit = await add(await serveSubgraph(buildSubgraphSchema({ typeDefs }), 'graphql-ws'));
    expect(unfit.code).toBe(1);
    expect(unfit.stderr).toMatch(/crm\.graphql:\d+:\d+.*http:\S+\/graphql:\d+:\d+.*Contact\.email/);
    expect(await readFile(project.roverFile, 'utf8')).toBe(before);
  });
});

/** Reviews of customers, as another team serves them: its own schema, no records of ours. */
function reviewsSchema(posted: EventEmitter) {
  return buildSubgraphSchema({
    typeDefs: parse(`
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
      type Query { review: Review }
      type Subscription { reviewPosted: Review! }
      type Review { stars: Int! customer: Customer! }
      type Customer @key(fields: "id") { id: ID! reviews: [Review!]! }
    `),
    resolvers: {
      Subscription: {
        reviewPosted: { subscribe: () => on(posted, 'review'), resolve: ([review]: readonly unknown[]) => review },
      },
      Customer: { reviews: ({ id }: { id: string }) => [{ stars: 5, customer: { id } }] },
    },
  });
}

/** Resolves when somebody listens to the event. */
async function listenerOf(emitter: EventEmitter, event: string): Promise<void> {
  await new Promise<void>((resolve) => {
    emitter.on('newListener', (name) => {
      if (name === event) resolve();
    });
  });
}

function closing(server: SubgraphServer): AsyncDisposable {
  return { [Symbol.asyncDispose]: () => server.close() };
}
