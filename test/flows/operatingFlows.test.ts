import { describe, expect, it } from 'vitest';
import { engines } from '../harness/engines.ts';
import { spawnSluice } from '../harness/spawnSluice.ts';
import { type Answer, ask, startSluice, type TestSluice } from '../harness/startSluice.ts';
import { flowFolder } from './flowFolder.ts';

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

const CREATE = 'mutation ($input: CreateContactInput!) { createContact(input: $input) { contact { id } } }';
const PAUSE = 'mutation ($input: PauseFlowInput!) { pauseFlow(input: $input) { flow { name state pausedAt } } }';
const RESUME = 'mutation ($input: ResumeFlowInput!) { resumeFlow(input: $input) { flow { name state pausedAt } } }';
const TICKETS = '{ tickets(first: 100) { nodes { subject } } }';

type Ask = TestSluice['ask'];

const churn = async (to: Ask, ...names: string[]) => {
  for (const name of names) {
    const { errors } = await to(CREATE, { input: { email: `${name}@example.com`, stage: 'CHURNED' } });
    expect(errors).toBeUndefined();
  }
};

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

  it('pause at once, keep their place through a restart, and go on without a gap when resumed', async () => {
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
    await before.end('SIGKILL');

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
});
