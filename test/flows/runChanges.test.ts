import { describe, expect, it } from 'vitest';
import { engines } from '../harness/engines.ts';
import { openDatabase } from '../harness/openDatabase.ts';
import { roverFileWith } from '../harness/roverFile.ts';
import { type SluiceProcess, spawnSluice } from '../harness/spawnSluice.ts';
import { type Answer, ask, startSluice, subscribe, type TestSluice } from '../harness/startSluice.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { Wire } from '../server/wire.ts';
import { startReceivingServer } from '../webhooks/receivingServer.ts';
import { ALLOW_LOOPBACK, createEndpoint } from '../webhooks/webhookEndpoints.ts';
import { flowFolder } from './flowFolder.ts';
import { areFinished, runsOnce, runsSettled } from './storedRuns.ts';

/** Is a dead letter as long as there is no gift in stock. */
const GIFT = `
  subscription Gift @flow(scopes: ["support:write", "inventory:write"]) {
    contactChanged(stage: [CHURNED], changed: [STAGE]) { contact { email @export(as: "email") } }
  }
  mutation AskWhy($email: String!) {
    createTicket(input: { customerEmail: $email, subject: "Why?", body: "Ask." }) { ticket { id } }
  }
  mutation SendGift {
    adjustStock(input: { sku: "GIFT", location: "berlin", delta: -1 }) { stockLevel { onHand } }
  }`;

const TELL = (name: string) => `
  subscription ${name} @flow(scopes: ["messaging:write"]) {
    contactChanged(stage: [CHURNED], changed: [STAGE]) { contact { email @export(as: "email") } }
  }
  mutation Tell($email: String!) { sendMessage(input: { channel: SLACK, to: "#sales", text: $email }) { message { id } } }`;

/** Watches runs of whatever flow, its own included. */
const WATCH = (name: string, filters: string) => `
  subscription ${name} @flow(scopes: ["messaging:write"]) {
    flowRunChanged${filters} { flowRun { id @export(as: "id") status @export(as: "status") flow { name @export(as: "flow") } } }
  }
  mutation Report($text: String! @template(text: "{flow} is {status}")) {
    sendMessage(input: { channel: SLACK, to: "#operators", text: $text }) { message { id } }
  }`;

/** Needs a system that is down. */
const OPEN_CONTACT = `
  subscription OpenContact @flow(scopes: ["crm:write"], maxAttempts: 2) {
    ticketChanged(changed: [STATUS]) { ticket { customer { email @export(as: "email") } } }
  }
  mutation Open($email: String!) { createContact(input: { email: $email }) { contact { id } } }`;

const FIELDS = `cursor kind id changedFields superseded
  flowRun { id status failures failure { code } flow { name } steps { step } bindings change { type } }`;
const CHANGES = `subscription ($after: Cursor, $status: [FlowRunStatus!], $flow: [String!]) {
  flowRunChanged(after: $after, status: $status, flow: $flow) { ${FIELDS} } }`;
const CREATE = 'mutation ($input: CreateContactInput!) { createContact(input: $input) { contact { id } } }';
const RETRY = 'mutation ($input: RetryFlowRunInput!) { retryFlowRun(input: $input) { flowRun { id } } }';
const STOCK =
  'mutation { adjustStock(input: { sku: "GIFT", location: "berlin", delta: 1 }) { stockLevel { onHand } } }';
const SLACK = '{ messages(channel: SLACK, first: 100) { nodes { text } } }';

const churn = async ({ ask: to }: Pick<TestSluice, 'ask'>, name: string) => {
  const { errors } = await to(CREATE, {
    input: { email: `${name}@example.com`, stage: 'CHURNED', idempotencyKey: name },
  });
  expect(errors).toBeUndefined();
};
const changeIn = ({ data, errors }: Answer) => {
  expect(errors).toBeUndefined();
  return data.flowRunChanged;
};

describe.each(engines)('Changes of runs, on $name', { timeout: 60_000 }, (engine) => {
  it('tell that a run is there, is a dead letter, is retried, and has succeeded, each as of then', async () => {
    await using flows = await flowFolder({ gift: GIFT });
    await using sluice = await startSluice({ engine, flows: flows.path });
    await using events = await sluice.subscribe(CHANGES, { after: await sluice.head() });
    await churn(sluice, 'ada');
    const created = changeIn(await events.take());
    const { id } = created;
    const run = {
      id,
      status: 'WAITING',
      failures: 0,
      failure: null,
      flow: { name: 'Gift' },
      steps: [],
      bindings: { email: 'ada@example.com' },
      change: { type: 'sluice.crm.contact.created' },
    };
    const change = { cursor: expect.any(String), id, superseded: false };
    expect(created).toEqual({ ...change, kind: 'CREATED', changedFields: [], flowRun: run });
    const dead = {
      ...run,
      status: 'DEAD',
      failures: 1,
      failure: { code: 'OUT_OF_STOCK' },
      steps: [{ step: 'AskWhy' }],
    };
    expect(changeIn(await events.take())).toEqual({
      ...change,
      kind: 'UPDATED',
      changedFields: ['STATUS', 'FAILURES', 'FAILURE'],
      flowRun: dead,
    });
    await sluice.ask(STOCK);
    await sluice.ask(RETRY, { input: { id } });
    expect(changeIn(await events.take())).toEqual({
      ...change,
      kind: 'UPDATED',
      changedFields: ['STATUS', 'FAILURES'],
      flowRun: { ...dead, status: 'WAITING', failures: 0 },
    });
    expect(changeIn(await events.take())).toEqual({
      ...change,
      kind: 'UPDATED',
      changedFields: ['STATUS', 'FAILURE'],
      flowRun: { ...run, status: 'SUCCEEDED', steps: [{ step: 'AskWhy' }, { step: 'SendGift' }] },
    });

    const { data } = await sluice.ask(
      '{ changes(type: ["sluice.integration.flowRun.*"]) { nodes { type cause { id } customer { email } record { flowRun { status } } } } }',
    );
    const ofRun = (kind: string, cause: string | null) => ({
      type: `sluice.integration.flowRun.${kind}`,
      cause: cause && { id: cause },
      customer: { email: 'ada@example.com' },
      record: { flowRun: { status: 'SUCCEEDED' } },
    });
    expect(data.changes.nodes).toEqual([
      ofRun('created', id),
      ofRun('updated', id),
      ofRun('updated', null),
      ofRun('updated', id),
    ]);
  });

  it('tell each failed try, and pass by status, by flow and by what changed', async () => {
    await using flows = await flowFolder({ open: OPEN_CONTACT });
    await using folder = await temporaryFolder();
    const roverFile = await roverFileWith(folder.path, { crm: 'http://127.0.0.1:9/graphql' });
    await using sluice = await startSluice({ engine, flows: flows.path, roverFile });
    const after = await sluice.head();
    const input = { customerEmail: 'ada@example.com', subject: 'Hello', body: 'Hello.' };
    await sluice.ask('mutation ($input: CreateTicketInput!) { createTicket(input: $input) { ticket { id } } }', {
      input,
    });
    const query = (filters: string) =>
      `subscription ($after: Cursor) { flowRunChanged(after: $after, ${filters}) { changedFields flowRun { status failures } } }`;
    await using all = await sluice.subscribe(query('flow: ["OpenContact", "Other"]'), { after });
    const seen = [changeIn(await all.take()), changeIn(await all.take()), changeIn(await all.take())];
    expect(seen).toEqual([
      { changedFields: [], flowRun: { status: 'WAITING', failures: 0 } },
      { changedFields: ['FAILURES', 'FAILURE'], flowRun: { status: 'WAITING', failures: 1 } },
      { changedFields: expect.arrayContaining(['STATUS', 'FAILURES']), flowRun: { status: 'DEAD', failures: 2 } },
    ]);
    await using failed = await sluice.subscribe(query('changed: [FAILURE]'), { after });
    expect([changeIn(await failed.take()), changeIn(await failed.take())]).toEqual(seen.slice(0, 2));
    await using dead = await sluice.subscribe(query('status: [DEAD]'), { after });
    expect(changeIn(await dead.take())).toEqual(seen[2]);
    await using refused = await sluice.subscribe(query('status: [RUNNING]'), { after });
    expect((await refused.take()).errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'status' });
  });

  it('come by SSE and multipart too, and are resumed there', async () => {
    await using flows = await flowFolder({ told: TELL('Told') });
    await using sluice = await startSluice({ engine, flows: flows.path });
    const after = await sluice.head();
    await churn(sluice, 'ada');
    const request = (accept: string, headers: Record<string, string> = {}) =>
      fetch(`${sluice.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept, ...headers },
        body: JSON.stringify({
          query: `subscription ($after: Cursor) { flowRunChanged(after: $after, status: [WAITING, SUCCEEDED]) { kind flowRun { status } } }`,
          variables: { after },
        }),
        signal: AbortSignal.timeout(30_000),
      });
    const created = '{"data":{"flowRunChanged":{"kind":"CREATED","flowRun":{"status":"WAITING"}}}}';
    const succeeded = '{"data":{"flowRunChanged":{"kind":"UPDATED","flowRun":{"status":"SUCCEEDED"}}}}';
    const sse = new Wire(await request('text/event-stream'));
    const first = await sse.until(`data: ${created}\n\n`);
    await sse.until(`data: ${succeeded}\n\n`);
    const lastId = /^id: ?(.*)$/m.exec(first)?.[1] ?? '';
    const resumed = new Wire(await request('text/event-stream', { 'last-event-id': lastId }));
    expect(await resumed.until(succeeded)).not.toContain(created);

    const parts = new Wire(await request('multipart/mixed;subscriptionSpec="1.0", application/json'));
    expect(await parts.until(succeeded)).toContain(created);
  });

  it('are lost by no kill, and resumed after a cursor across them', { timeout: 180_000 }, async () => {
    await using flows = await flowFolder({ one: TELL('One'), two: TELL('Two') });
    await using storage = await engine.create({ SEED: 'none', FLOWS_DIR: flows.path });
    let server: SluiceProcess = await spawnSluice({ variables: storage.variables });
    const args = ['start', '--port', new URL(server.url).port];
    let after = (await ask(server.url, '{ changeCursor }')).data.changeCursor;
    const seen: string[] = [];
    const contacts = 9;
    /** Until as many are there as there are to be, or the server is gone. */
    const listen = async () => {
      await using events = await subscribe(server.url, CHANGES, { after });
      while (seen.length < contacts * 4) {
        const change = changeIn(await events.take());
        seen.push(`${change.id} ${change.flowRun.status}`);
        after = change.cursor;
      }
    };
    for (let lifetime = 0; lifetime < 3; lifetime++) {
      const listening = listen().catch(() => 'the server is gone');
      for (let n = lifetime * 3; n < (lifetime + 1) * 3; n++) {
        await churn({ ask: (query, variables) => ask(server.url, query, variables) }, `contact-${n}`);
      }
      await server.end('SIGKILL');
      await listening;
      server = await spawnSluice({ args, variables: storage.variables });
    }
    await listen();
    expect(await server.end('SIGTERM')).toBe(0);
    await using database = openDatabase(storage);
    const runs = await runsOnce(database, () => true);
    expect(runs).toHaveLength(contacts * 2);
    expect(seen.toSorted()).toEqual(runs.flatMap(({ id }) => [`${id} SUCCEEDED`, `${id} WAITING`]).toSorted());
  });

  it('begin runs of flows that watch them, whose own runs begin none', async () => {
    const watchers = {
      gift: GIFT,
      alarm: WATCH('Alarm', '(status: [DEAD], changed: [STATUS])'),
      chronicle: WATCH('Chronicle', ''),
      annals: WATCH('Annals', ''),
    };
    await using flows = await flowFolder(watchers);
    await using storage = await engine.create({ SEED: 'none', FLOWS_DIR: flows.path });
    await using sluice = await startSluice({ storage });
    await using database = openDatabase(storage);
    // Twice, so that what the first one's watchers did has been passed by when the second one's have run.
    for (const [index, name] of ['ada', 'ben'].entries()) {
      await churn(sluice, name);
      const length = 6 * (index + 1);
      const runs = await runsOnce(database, (found) => found.length >= length && areFinished(found));
      expect(runs).toHaveLength(length);
    }
    const { data } = await sluice.ask(SLACK);
    expect(data.messages.nodes.map(({ text }: { text: string }) => text).toSorted()).toEqual([
      ...Array<string>(6).fill('Gift is DEAD'),
      ...Array<string>(4).fill('Gift is WAITING'),
    ]);
  });

  it('are told by webhook to who names them, and not to who asks for all', async () => {
    await using flows = await flowFolder({ told: TELL('Told') });
    await using storage = await engine.create({ SEED: 'none', FLOWS_DIR: flows.path, ...ALLOW_LOOPBACK });
    await using sluice = await startSluice({ storage });
    await using receiver = await startReceivingServer();
    const all = await createEndpoint(sluice, {
      url: `${receiver.url}/all`,
      types: ['sluice.*', 'sluice.integration.*'],
    });
    await createEndpoint(sluice, { url: `${receiver.url}/runs`, types: ['sluice.*.flowRun.updated'] });
    await churn(sluice, 'ada');
    const told = async (path: string, wanted: (type: string) => boolean) => {
      for (let count = 1; ; count++) {
        const found = (await receiver.take(count)).at(-1);
        if (found?.path === path && wanted(String(found.event.type))) return found.event;
      }
    };
    expect(await told('/runs', () => true)).toMatchObject({
      type: 'sluice.integration.flowRun.updated',
      data: { kind: 'UPDATED', changedFields: ['STATUS'], record: { flow: 'Told', status: 'SUCCEEDED' } },
    });
    const { data } = await sluice.ask(
      'query ($id: ID!) { webhookEndpoint(id: $id) { deliveries(first: 100) { nodes { type } } } }',
      { id: all.id },
    );
    const types = data.webhookEndpoint.deliveries.nodes.map(({ type }: { type: string }) => type);
    expect(types).toContain('sluice.crm.contact.created');
    expect(types.filter((type: string) => type.includes('flowRun'))).toEqual([]);
  });

  it('do not count among the changes that a flow is behind', async () => {
    await using flows = await flowFolder({ one: TELL('One'), paused: TELL('Paused') });
    await using storage = await engine.create({ SEED: 'none', FLOWS_DIR: flows.path });
    await using sluice = await startSluice({ storage });
    await using database = openDatabase(storage);
    await sluice.ask('mutation { pauseFlow(input: { flow: "Paused" }) { flow { state } } }');
    await churn(sluice, 'ada');
    await runsSettled(database, { 'One SUCCEEDED': 1 });
    const { flow } = (await sluice.ask('{ flow(name: "Paused") { cursor changesBehind } }')).data;
    const { changes } = (
      await sluice.ask('query ($after: Cursor!) { changes(after: $after) { nodes { type } } }', { after: flow.cursor })
    ).data;
    const types: string[] = changes.nodes.map(({ type }: { type: string }) => type);
    const ofRuns = types.filter((type) => type.startsWith('sluice.integration.flowRun.'));
    expect(ofRuns).toHaveLength(2);
    expect(flow.changesBehind).toBe(types.length - ofRuns.length);
  });
});
