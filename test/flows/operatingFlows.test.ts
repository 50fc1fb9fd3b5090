import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FlowTables } from '../../gateway/flows/flowTables.ts';
import { engines } from '../harness/engines.ts';
import { openDatabase } from '../harness/openDatabase.ts';
import { spawnSluice } from '../harness/spawnSluice.ts';
import { type Answer, ask, startSluice, type TestSluice } from '../harness/startSluice.ts';
import { flowFolder } from './flowFolder.ts';
import { areFinished, runsOnce } from './storedRuns.ts';

/** Opens a ticket for each contact that churns. */
const CHURN = `
  "When a contact leaves, somebody asks why."
  subscription Churn @flow(scopes: ["support:write"], maxAttempts: 3) {
    contactChanged(stage: [CHURNED], changed: [STAGE]) {
      contact { id @export(as: "contactId") email @export(as: "email") }
    }
  }
  mutation AskWhy($email: String!, $subject: String! @template(text: "Why did {email} leave?")) {
    createTicket(input: { customerEmail: $email, subject: $subject, body: "Ask." }) { ticket { id @export(as: "ticketId") } }
  }`;

/** Of the same changes; tells that flows are at work. */
const WITNESS = `
  subscription Witness @flow(scopes: ["messaging:write"]) {
    contactChanged(stage: [CHURNED], changed: [STAGE]) { contact { email @export(as: "email") } }
  }
  mutation Tell($email: String!) {
    sendMessage(input: { channel: SLACK, to: "#sales", text: $email }) { message { id } }
  }`;

/** Fails when there is no gift in stock, and then has opened a ticket already. */
const GIFT = `
  subscription Gift @flow(scopes: ["support:write", "inventory:write"]) {
    contactChanged(stage: [CHURNED], changed: [STAGE]) { contact { email @export(as: "email") } }
  }
  mutation AskWhy($email: String!, $subject: String! @template(text: "Why did {email} leave?")) {
    createTicket(input: { customerEmail: $email, subject: $subject, body: "Ask." }) { ticket { id } }
  }
  mutation SendGift {
    adjustStock(input: { sku: "GIFT", location: "berlin", delta: -1, reason: "sent" }) { stockLevel { onHand } }
  }`;

const CREATE = 'mutation ($input: CreateContactInput!) { createContact(input: $input) { contact { id } } }';
const PAUSE = 'mutation ($input: PauseFlowInput!) { pauseFlow(input: $input) { flow { name state pausedAt } } }';
const RESUME = 'mutation ($input: ResumeFlowInput!) { resumeFlow(input: $input) { flow { name state pausedAt } } }';
const RETRY =
  'mutation ($input: RetryFlowRunInput!) { retryFlowRun(input: $input) { flowRun { id status failures } } }';
const RETRY_ALL =
  'mutation ($input: RetryDeadLettersInput!) { retryDeadLetters(input: $input) { retried flow { name } } }';
const STOCK = '{ stockLevel(sku: "GIFT", location: "berlin") { onHand } }';
const FAULT = '{ flow(name: "Churn") { state fault } }';
const TICKETS = '{ tickets(first: 100) { nodes { subject } } }';

type Ask = TestSluice['ask'];

const churn = async (to: Ask, ...names: string[]) => {
  for (const name of names) {
    const { errors } = await to(CREATE, { input: { email: `${name}@example.com`, stage: 'CHURNED' } });
    expect(errors).toBeUndefined();
  }
};

const adjust = (to: Ask, delta: number) =>
  to(`mutation { adjustStock(input: { sku: "GIFT", location: "berlin", delta: ${delta} }) { stockLevel { onHand } } }`);

/** Asks until the answer is as awaited; the test's own time limit ends it. */
async function eventually(to: Ask, query: string, isThere: (data: Answer['data']) => boolean): Promise<Answer['data']> {
  for (;;) {
    const { data, errors } = await to(query);
    expect(errors).toBeUndefined();
    if (isThere(data)) return data;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const subjects = ({ tickets }: Answer['data']): string[] =>
  tickets.nodes.map(({ subject }: { subject: string }) => subject).sort();
const asked = (...names: string[]) => names.map((name) => `Why did ${name}@example.com leave?`);

describe.each(engines)('Flows as part of the graph, on $name', (engine) => {
  it('tell what they are, how far they are, and what became of each run', async () => {
    await using flows = await flowFolder({ churn: CHURN });
    await using sluice = await startSluice({ engine, flows: flows.path });
    await churn(sluice.ask, 'ada', 'ben');
    await eventually(sluice.ask, TICKETS, ({ tickets }) => tickets.nodes.length === 2);
    const { flow } = await eventually(
      sluice.ask,
      `{ flow(name: "Churn") {
        name description file version source state pausedAt changesBehind
        options { once maxAttempts timeoutMs concurrency ordered scopes imports maxAgeSeconds }
        runCounts { waiting running succeeded dead }
      } }`,
      (data) => data.flow.runCounts.succeeded === 2 && data.flow.changesBehind === 0,
    );
    expect(flow).toEqual({
      name: 'Churn',
      description: 'When a contact leaves, somebody asks why.',
      file: `${flows.path}/churn.graphql`,
      version: expect.stringMatching(/^[0-9a-f]{64}$/),
      source: expect.stringContaining('subscription Churn @flow(scopes: ["support:write"], maxAttempts: 3)'),
      state: 'RUNNING',
      pausedAt: null,
      changesBehind: 0,
      options: {
        once: null,
        maxAttempts: 3,
        timeoutMs: 30_000,
        concurrency: 8,
        ordered: false,
        scopes: ['support:write'],
        imports: false,
        maxAgeSeconds: null,
      },
      runCounts: { waiting: 0, running: 0, succeeded: 2, dead: 0 },
    });

    const { data } = await sluice.ask(`{
      flowRuns(flow: "Churn", status: [SUCCEEDED], first: 1) {
        nodes {
          id version generation status hops bindings failures failure { code } dueAt
          flow { name version }
          change { type changedFields record { contact { email customer { tickets { nodes { subject } } } } } }
          steps { step item status because exports failure { code } }
          attempts { attempt startedAt endedAt failure { code } }
        }
        pageInfo { hasNextPage endCursor }
      }
    }`);
    const [run] = data.flowRuns.nodes;
    expect(run).toEqual({
      id: expect.stringMatching(/^run_/),
      version: flow.version,
      generation: 0,
      status: 'SUCCEEDED',
      hops: 0,
      bindings: { contactId: expect.stringMatching(/^ct_/), email: 'ben@example.com' },
      failures: 0,
      failure: null,
      dueAt: null,
      flow: { name: 'Churn', version: flow.version },
      change: {
        type: 'sluice.crm.contact.created',
        changedFields: [],
        record: {
          contact: { email: 'ben@example.com', customer: { tickets: { nodes: [{ subject: asked('ben')[0] }] } } },
        },
      },
      steps: [
        {
          step: 'AskWhy',
          item: null,
          status: 'SUCCEEDED',
          because: null,
          exports: { ticketId: expect.stringMatching(/^tic_/) },
          failure: null,
        },
      ],
      attempts: [{ attempt: 1, startedAt: expect.any(String), endedAt: expect.any(String), failure: null }],
    });
    const { hasNextPage, endCursor } = data.flowRuns.pageInfo;
    expect(hasNextPage).toBe(true);
    const older = await sluice.ask(
      'query ($after: String!) { flowRuns(first: 1, after: $after) { nodes { bindings } pageInfo { hasNextPage } } }',
      { after: endCursor },
    );
    expect(older.data.flowRuns.nodes).toMatchObject([{ bindings: { email: 'ada@example.com' } }]);
    expect((await sluice.ask('query ($id: ID!) { flowRun(id: $id) { status } }', { id: run.id })).data).toEqual({
      flowRun: { status: 'SUCCEEDED' },
    });
  });

  it('answer null, or nothing, for what there is not, and refuse to pause it', async () => {
    await using sluice = await startSluice({ engine });
    const { data, errors } = await sluice.ask(
      '{ flows { name } flow(name: "None") { name } flowRun(id: "run_none") { id } flowRuns(flow: "None") { nodes { id } } }',
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ flows: [], flow: null, flowRun: null, flowRuns: { nodes: [] } });
    const refused = await sluice.ask(PAUSE, { input: { flow: 'None' } });
    expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND', type: 'Flow', id: 'None' });
  });

  it('pause at once, keep their place through a restart, and go on without a gap when resumed', {
    timeout: 180_000,
  }, async () => {
    await using flows = await flowFolder({ churn: CHURN, witness: WITNESS });
    await using storage = await engine.create({ SEED: 'none', FLOWS_DIR: flows.path });
    await using before = await spawnSluice({ variables: storage.variables });
    const askBefore: Ask = (query, variables) => ask(before.url, query, variables);
    await churn(askBefore, 'ada');
    await eventually(askBefore, TICKETS, ({ tickets }) => tickets.nodes.length === 1);
    const input = { flow: 'Churn', idempotencyKey: 'pause-1' };
    const paused = await askBefore(PAUSE, { input });
    expect(paused.data).toEqual({
      pauseFlow: { flow: { name: 'Churn', state: 'PAUSED', pausedAt: expect.any(String) } },
    });
    expect(await askBefore(PAUSE, { input })).toEqual(paused);
    expect((await askBefore(PAUSE, { input: { flow: 'Churn' } })).data).toEqual(paused.data);
    await churn(askBefore, 'ben');
    await before.end('SIGTERM');

    await using after = await spawnSluice({ variables: storage.variables });
    const askAfter: Ask = (query, variables) => ask(after.url, query, variables);
    await churn(askAfter, 'cleo');
    await eventually(askAfter, '{ messages { nodes { id } } }', ({ messages }) => messages.nodes.length === 3);
    const standing = await askAfter(
      '{ flows(state: [PAUSED]) { name changesBehind runCounts { waiting running succeeded dead } } }',
    );
    expect(standing.data.flows).toEqual([
      {
        name: 'Churn',
        changesBehind: expect.any(Number),
        runCounts: { waiting: 0, running: 0, succeeded: 1, dead: 0 },
      },
    ]);
    expect(standing.data.flows[0].changesBehind).toBeGreaterThanOrEqual(2);
    expect(subjects((await askAfter(TICKETS)).data)).toEqual(asked('ada'));

    const resumed = await askAfter(RESUME, { input: { flow: 'Churn' } });
    expect(resumed.data).toEqual({ resumeFlow: { flow: { name: 'Churn', state: 'RUNNING', pausedAt: null } } });
    const done = await eventually(askAfter, TICKETS, ({ tickets }) => tickets.nodes.length >= 3);
    expect(subjects(done)).toEqual(asked('ada', 'ben', 'cleo'));
  });

  it('show their dead letters, which are retried from the step that failed, each effect once', async () => {
    await using flows = await flowFolder({ gift: GIFT });
    await using sluice = await startSluice({ engine, flows: flows.path });
    await churn(sluice.ask, 'ada', 'ben', 'cleo');
    const { deadLetters } = await eventually(
      sluice.ask,
      `{ deadLetters(flow: "Gift") { nodes {
        id status bindings failures dueAt failure { code message step retryable }
        steps { step status exports } attempts { attempt endedAt failure { code } }
      } } }`,
      (data) => data.deadLetters.nodes.length === 3,
    );
    const [cleo, ben, ada] = deadLetters.nodes;
    expect(ada).toEqual({
      id: expect.any(String),
      status: 'DEAD',
      bindings: { email: 'ada@example.com' },
      failures: 1,
      dueAt: null,
      failure: { code: 'OUT_OF_STOCK', message: expect.any(String), step: 'SendGift', retryable: false },
      steps: [{ step: 'AskWhy', status: 'SUCCEEDED', exports: {} }],
      attempts: [{ attempt: 1, endedAt: expect.any(String), failure: { code: 'OUT_OF_STOCK' } }],
    });

    await adjust(sluice.ask, 1);
    const keyed = { id: ada.id, idempotencyKey: 'retry-ada' };
    const retried = await sluice.ask(RETRY, { input: keyed });
    expect(retried.data).toEqual({ retryFlowRun: { flowRun: { id: ada.id, status: 'WAITING', failures: 0 } } });
    const run = `query ($id: ID!) { flowRun(id: $id) { status failure { code } attempts { attempt failure { code } } } }`;
    const done = await eventually(
      (query) => sluice.ask(query, { id: ada.id }),
      run,
      ({ flowRun }) => flowRun.status === 'SUCCEEDED',
    );
    expect(done.flowRun).toEqual({
      status: 'SUCCEEDED',
      failure: null,
      attempts: [
        { attempt: 1, failure: { code: 'OUT_OF_STOCK' } },
        { attempt: 2, failure: null },
      ],
    });
    expect(await sluice.ask(RETRY, { input: keyed })).toEqual(retried);
    const again = await sluice.ask(RETRY, { input: { id: ada.id } });
    expect(again.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_TRANSITION', from: 'SUCCEEDED' });
    const unknown = await sluice.ask(RETRY, { input: { id: 'run_none' } });
    expect(unknown.errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND', type: 'FlowRun' });

    await adjust(sluice.ask, 2);
    const all = await sluice.ask(RETRY_ALL, { input: { flow: 'Gift', idempotencyKey: 'retry-all' } });
    expect(all.data).toEqual({ retryDeadLetters: { retried: 2, flow: { name: 'Gift' } } });
    await eventually(
      sluice.ask,
      '{ flow(name: "Gift") { runCounts { succeeded dead } } }',
      ({ flow }) => flow.runCounts.succeeded === 3,
    );
    expect((await sluice.ask('{ deadLetters { nodes { id } } }')).data.deadLetters.nodes).toEqual([]);
    expect(subjects((await sluice.ask(TICKETS)).data)).toEqual(asked('ada', 'ben', 'cleo'));
    expect((await sluice.ask(STOCK)).data).toEqual({ stockLevel: { onHand: 0 } });
    expect([ben.bindings.email, cleo.bindings.email]).toEqual(['ben@example.com', 'cleo@example.com']);
  });

  it('refuse to retry a run that is under way, which goes on undisturbed', async () => {
    await using flows = await flowFolder({ churn: CHURN });
    await using storage = await engine.create({ SEED: 'none', FLOWS_DIR: flows.path });
    await using sluice = await startSluice({ storage });
    await using database = openDatabase(storage);
    await churn(sluice.ask, 'ada');
    const [run] = await runsOnce(database, (found) => found.length === 1 && areFinished(found));
    // As a run is that another process has claimed.
    const leased_until = new Date(Date.now() + 60_000).toISOString();
    const claimed = { status: 'RUNNING' as const, attempt: 2, leased_until };
    await database.queries.withTables<FlowTables>().updateTable('sluice_flow_run').set(claimed).execute();
    const refused = await sluice.ask(RETRY, { input: { id: run?.id } });
    expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_TRANSITION', from: 'RUNNING' });
    expect(await runsOnce(database, () => true)).toMatchObject([claimed]);
  });

  it('keep their place when their file is broken at a start, say why, and go on from there when it is mended', async () => {
    await using flows = await flowFolder({ churn: CHURN });
    await using storage = await engine.create({ SEED: 'none', FLOWS_DIR: flows.path });
    const file = join(flows.path, 'churn.graphql');
    {
      await using sluice = await startSluice({ storage });
      await churn(sluice.ask, 'ada');
      await eventually(sluice.ask, TICKETS, ({ tickets }) => tickets.nodes.length === 1);
      await writeFile(file, CHURN.replace('createTicket', 'createTicked'));
      // Of a file that is being written, a look may find a part.
      const { flow } = await eventually(sluice.ask, FAULT, (data) => data.flow.fault?.includes('createTicked'));
      expect(flow).toEqual({ state: 'RUNNING', fault: expect.stringContaining('createTicked') });
    }
    await using sluice = await startSluice({ storage });
    const { flow } = (await sluice.ask(FAULT)).data;
    expect(flow).toEqual({ state: 'BROKEN', fault: expect.stringContaining(`${file}:`) });
    await churn(sluice.ask, 'ben');
    await writeFile(file, CHURN);
    const mended = await eventually(sluice.ask, FAULT, (data) => data.flow.state === 'RUNNING');
    expect(mended.flow).toEqual({ state: 'RUNNING', fault: null });
    const done = await eventually(sluice.ask, TICKETS, ({ tickets }) => tickets.nodes.length === 2);
    expect(subjects(done)).toEqual(asked('ada', 'ben'));

    // One that never was good has no name of its own yet.
    await writeFile(join(flows.path, 'gift.graphql'), GIFT.replace('adjustStock', 'adjustStack'));
    const NAMES = '{ flows { name state fault file } }';
    const broken = await eventually(sluice.ask, NAMES, (data) => data.flows[1]?.fault?.includes('adjustStack'));
    expect(broken.flows).toMatchObject([
      { name: 'Churn', state: 'RUNNING', fault: null },
      {
        name: 'gift.graphql',
        state: 'BROKEN',
        fault: expect.stringMatching(/gift\.graphql:9:5: Cannot query field "adjustStack"/),
        file: join(flows.path, 'gift.graphql'),
      },
    ]);
    const refused = await sluice.ask(PAUSE, { input: { flow: 'gift.graphql' } });
    expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
    await writeFile(join(flows.path, 'gift.graphql'), GIFT);
    const good = await eventually(sluice.ask, NAMES, (data) => data.flows[1]?.name === 'Gift');
    expect(good.flows).toMatchObject([
      { name: 'Churn', state: 'RUNNING' },
      { name: 'Gift', state: 'RUNNING', fault: null },
    ]);

    await rm(file);
    await eventually(sluice.ask, FAULT, (data) => data.flow.state === 'REMOVED');
    const { flowRuns } = (await sluice.ask('{ flowRuns(flow: "Churn") { nodes { status } } }')).data;
    expect(flowRuns.nodes).toHaveLength(2);
  });
});
