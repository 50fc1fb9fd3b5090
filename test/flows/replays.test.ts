import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { engines } from '../harness/engines.ts';
import { spawnSluice } from '../harness/spawnSluice.ts';
import { type Answer, ask, startSluice, type TestSluice } from '../harness/startSluice.ts';
import { flowFolder } from './flowFolder.ts';

/** Opens a ticket for each contact that churns, once for each. */
const CHURN = `
  subscription Churn @flow(once: "contactId", scopes: ["support:write"], maxAgeSeconds: 3600) {
    contactChanged(stage: [CHURNED]) { contact { id @export(as: "contactId") email @export(as: "email") } }
  }
  mutation AskWhy($email: String!, $subject: String! @template(text: "Why did {email} leave?")) {
    createTicket(input: { customerEmail: $email, subject: $subject, body: "Ask." }) { ticket { id } }
  }`;

const REPLAY = `mutation ($input: ReplayFlowInput!) {
  replayFlow(input: $input) { replay { id mode generation state runs flow { name } } }
}`;
const STATE = '{ flowReplays(flow: "Churn", first: 1) { nodes { state runs generation failure { code } } } }';
const TICKETS = '{ tickets(first: 100) { nodes { subject } } }';
const RUNS = '{ flow(name: "Churn") { runCounts { waiting running succeeded dead } } }';

type Ask = TestSluice['ask'];

/** Asks until the answer is as awaited; the test's own time limit ends it. */
async function eventually(to: Ask, query: string, isThere: (data: Answer['data']) => boolean): Promise<Answer['data']> {
  for (;;) {
    const { data, errors } = await to(query);
    expect(errors).toBeUndefined();
    if (isThere(data)) return data;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const churn = async (to: Ask, ...names: string[]) => {
  const calls = names.map(
    (name, n) => `c${n}: createContact(input: { email: "${name}@example.com", stage: CHURNED }) { contact { id } }`,
  );
  expect((await to(`mutation { ${calls.join('\n')} }`)).errors).toBeUndefined();
};

/** The runs that the newest replay made, once it and they are done. */
async function replayed(to: Ask): Promise<number> {
  const { flowReplays } = await eventually(to, STATE, (data) => data.flowReplays.nodes[0].state === 'DONE');
  await eventually(to, RUNS, ({ flow: { runCounts } }) => runCounts.waiting + runCounts.running === 0);
  return flowReplays.nodes[0].runs;
}

const asked = async (to: Ask): Promise<string[]> => {
  const { tickets } = (await to(TICKETS)).data;
  return tickets.nodes.map(({ subject }: { subject: string }) => /did (.*)@/.exec(subject)?.[1]).sort();
};

describe.each(engines)('A replay of a flow, on $name', (engine) => {
  it('starts a flow that is new from a place in the past: changes that have no run get one, others none', async () => {
    await using flows = await flowFolder({});
    await using sluice = await startSluice({ engine, flows: flows.path });
    await churn(sluice.ask, 'too-early');
    const after = await sluice.head();
    await churn(sluice.ask, 'ada', 'ben');
    await writeFile(join(flows.path, 'churn.graphql'), CHURN);
    await eventually(sluice.ask, '{ flows { name } }', (data) => data.flows.length === 1);
    await churn(sluice.ask, 'cleo');
    await eventually(sluice.ask, TICKETS, ({ tickets }) => tickets.nodes.length === 1);

    const input = { flow: 'Churn', mode: 'MISSING', after, idempotencyKey: 'from-the-past' };
    const begun = await sluice.ask(REPLAY, { input });
    expect(begun.data.replayFlow.replay).toEqual({
      id: expect.stringMatching(/^rpl_/),
      mode: 'MISSING',
      generation: 0,
      state: 'RUNNING',
      runs: 0,
      flow: { name: 'Churn' },
    });
    expect(await replayed(sluice.ask)).toBe(2);
    expect(await asked(sluice.ask)).toEqual(['ada', 'ben', 'cleo']);

    expect((await sluice.ask(REPLAY, { input })).data).toEqual(begun.data);
    await sluice.ask(REPLAY, { input: { flow: 'Churn', mode: 'MISSING', after } });
    expect(await replayed(sluice.ask)).toBe(0);
    const { flowReplays } = (await sluice.ask('{ flowReplays { nodes { id } } }')).data;
    expect(flowReplays.nodes).toHaveLength(2);
    expect(flowReplays.nodes[1].id).toBe(begun.data.replayFlow.replay.id);
    expect(await asked(sluice.ask)).toEqual(['ada', 'ben', 'cleo']);
  });

  it('does everything once more when it is asked to, and only once more', async () => {
    await using flows = await flowFolder({ churn: CHURN });
    await using sluice = await startSluice({ engine, flows: flows.path });
    const after = await sluice.head();
    await churn(sluice.ask, 'ada', 'ben');
    // A second change of the same contact: of the same value of `once`.
    const { contacts } = (await sluice.ask('{ contacts { nodes { id email } } }')).data;
    const { id } = contacts.nodes.find(({ email }: { email: string }) => email === 'ada@example.com');
    await sluice.ask(`mutation { updateContact(input: { id: "${id}", name: "Ada" }) { contact { id } } }`);
    await eventually(sluice.ask, RUNS, ({ flow }) => flow.runCounts.succeeded === 2);

    const input = { flow: 'Churn', mode: 'AGAIN', after, idempotencyKey: 'again' };
    const begun = await sluice.ask(REPLAY, { input });
    expect(begun.data.replayFlow.replay).toMatchObject({ mode: 'AGAIN', generation: 1 });
    expect(await replayed(sluice.ask)).toBe(2);
    expect((await sluice.ask(REPLAY, { input })).data).toEqual(begun.data);
    expect(await asked(sluice.ask)).toEqual(['ada', 'ada', 'ben', 'ben']);

    const another = await sluice.ask(REPLAY, { input: { ...input, idempotencyKey: 'once-more' } });
    expect(another.data.replayFlow.replay).toMatchObject({ generation: 2 });
    expect(await replayed(sluice.ask)).toBe(2);
    expect(await asked(sluice.ask)).toEqual(['ada', 'ada', 'ada', 'ben', 'ben', 'ben']);
  });

  it('keeps to its stretch, by cursor and by time', async () => {
    await using flows = await flowFolder({});
    await using sluice = await startSluice({ engine, flows: flows.path });
    const begin = await sluice.head();
    await churn(sluice.ask, 'ada');
    const middle = await sluice.head();
    const time = new Date(Date.now() + 1).toISOString();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await churn(sluice.ask, 'ben');
    await writeFile(join(flows.path, 'churn.graphql'), CHURN);
    await eventually(sluice.ask, '{ flows { name } }', (data) => data.flows.length === 1);
    const replay = async (stretch: Record<string, string>) => {
      const { errors } = await sluice.ask(REPLAY, { input: { flow: 'Churn', mode: 'AGAIN', ...stretch } });
      expect(errors).toBeUndefined();
      await replayed(sluice.ask);
      return asked(sluice.ask);
    };
    expect(await replay({ after: begin, until: middle })).toEqual(['ada']);
    expect(await replay({ since: time })).toEqual(['ada', 'ben']);
    expect(await replay({ after: begin, before: time })).toEqual(['ada', 'ada', 'ben']);
    expect(await replay({ since: new Date().toISOString() })).toEqual(['ada', 'ada', 'ben']);
  });

  it('is finished after its server was killed in the middle, each effect once', { timeout: 300_000 }, async () => {
    await using flows = await flowFolder({});
    await using storage = await engine.create({ SEED: 'none', FLOWS_DIR: flows.path });
    const names = Array.from({ length: 300 }, (_, n) => `contact-${String(n).padStart(3, '0')}`);
    let after = '';
    {
      await using sluice = await startSluice({ storage });
      after = await sluice.head();
      for (let n = 0; n < names.length; n += 50) await churn(sluice.ask, ...names.slice(n, n + 50));
    }
    await writeFile(join(flows.path, 'churn.graphql'), CHURN);
    const input = { flow: 'Churn', mode: 'MISSING', after, idempotencyKey: 'killed' };
    for (const enough of [1, 2, 150]) {
      await using sluice = await spawnSluice({ variables: storage.variables });
      const to: Ask = (query, variables) => ask(sluice.url, query, variables);
      expect((await to(REPLAY, { input })).errors).toBeUndefined();
      await eventually(to, STATE, ({ flowReplays }) => flowReplays.nodes[0].runs >= enough);
      await sluice.end('SIGKILL');
    }
    await using sluice = await startSluice({ storage });
    expect(await replayed(sluice.ask)).toBe(names.length);
    const subjects: string[] = [];
    for (let page = { hasNextPage: true, endCursor: null }; page.hasNextPage; ) {
      const { tickets } = (
        await sluice.ask(
          'query ($after: String) { tickets(first: 100, after: $after) { nodes { subject } pageInfo { hasNextPage endCursor } } }',
          { after: page.endCursor },
        )
      ).data;
      subjects.push(...tickets.nodes.map(({ subject }: { subject: string }) => subject));
      page = tickets.pageInfo;
    }
    expect(subjects.sort()).toEqual(names.map((name) => `Why did ${name}@example.com leave?`));
  });

  it('waits while its flow is paused', async () => {
    await using flows = await flowFolder({ churn: CHURN, other: CHURN.replaceAll('Churn ', 'Other ') });
    await using sluice = await startSluice({ engine, flows: flows.path });
    const after = await sluice.head();
    await sluice.ask('mutation { pauseFlow(input: { flow: "Churn" }) { flow { state } } }');
    await churn(sluice.ask, 'ada');
    await sluice.ask(REPLAY, { input: { flow: 'Churn', mode: 'MISSING', after } });
    await sluice.ask(REPLAY, { input: { flow: 'Other', mode: 'AGAIN', after } });
    // The other's, asked for later, is done by then.
    await eventually(
      sluice.ask,
      '{ flowReplays(flow: "Other") { nodes { state } } }',
      ({ flowReplays }) => flowReplays.nodes[0].state === 'DONE',
    );
    expect((await sluice.ask(STATE)).data.flowReplays.nodes).toMatchObject([{ state: 'RUNNING', runs: 0 }]);
    await sluice.ask('mutation { resumeFlow(input: { flow: "Churn" }) { flow { state } } }');
    await replayed(sluice.ask);
    const { flow } = (await sluice.ask(RUNS)).data;
    expect(flow.runCounts.succeeded).toBe(1);
  });

  it('is refused of a flow that there is not, or is no more, and of a stretch that cannot be', async () => {
    await using flows = await flowFolder({ churn: CHURN });
    await using sluice = await startSluice({ engine, flows: flows.path });
    const begin = await sluice.head();
    await churn(sluice.ask, 'ada');
    const after = await sluice.head();
    const refusal = async (input: Record<string, string>) => {
      const { errors } = await sluice.ask(REPLAY, { input: { flow: 'Churn', mode: 'MISSING', ...input } });
      return errors?.[0]?.extensions;
    };
    const since = new Date().toISOString();
    expect(await refusal({ flow: 'None', after })).toMatchObject({ code: 'NOT_FOUND', type: 'Flow', id: 'None' });
    expect(await refusal({})).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input' });
    expect(await refusal({ after, since })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input' });
    expect(await refusal({ after, until: after, before: since })).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await refusal({ after, until: begin })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'until' });
    expect(await refusal({ after: 'nonsense' })).toMatchObject({ code: 'CURSOR_INVALID' });
    await rm(join(flows.path, 'churn.graphql'));
    await eventually(sluice.ask, '{ flow(name: "Churn") { state } }', ({ flow }) => flow.state === 'REMOVED');
    expect(await refusal({ after })).toMatchObject({ code: 'INVALID_TRANSITION', from: 'REMOVED' });
    expect((await sluice.ask('{ flowReplays { nodes { id } } }')).data.flowReplays.nodes).toEqual([]);
  });

  it('is refused of changes that are no longer kept', async () => {
    await using flows = await flowFolder({ churn: CHURN });
    await using storage = await engine.create({ SEED: 'none', FLOWS_DIR: flows.path });
    let after = '';
    const since = new Date().toISOString();
    {
      await using sluice = await startSluice({ storage });
      after = await sluice.head();
      await churn(sluice.ask, 'ada', 'ben');
      await eventually(sluice.ask, '{ flow(name: "Churn") { changesBehind } }', ({ flow }) => flow.changesBehind === 0);
    }
    await using sluice = await startSluice({ storage, now: () => Date.now() + 40 * 86_400_000 });
    const refusal = async (stretch: Record<string, string>) => {
      const { errors } = await sluice.ask(REPLAY, { input: { flow: 'Churn', mode: 'AGAIN', ...stretch } });
      return errors?.[0]?.extensions;
    };
    const expired = { code: 'CURSOR_EXPIRED', earliest: expect.any(String) };
    for (;;) {
      const { errors } = await sluice.ask('query ($after: Cursor) { changes(after: $after) { nodes { id } } }', {
        after,
      });
      if (errors) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(await refusal({ after })).toMatchObject(expired);
    expect(await refusal({ since })).toMatchObject(expired);
  });
});
