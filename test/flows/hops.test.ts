import { describe, expect, it } from 'vitest';
import type { ChangeTables } from '../../gateway/changes/changeTables.ts';
import type { Database } from '../../subgraphs/kit/database/database.ts';
import { describeOnPostgres } from '../harness/describeOnPostgres.ts';
import { engines } from '../harness/engines.ts';
import { openDatabase } from '../harness/openDatabase.ts';
import { roverFileWith } from '../harness/roverFile.ts';
import { spawnSluice } from '../harness/spawnSluice.ts';
import { startSluice, type TestSluice } from '../harness/startSluice.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';
import { startSmtpServer } from '../systems/smtpServer.ts';
import { flowFolder } from './flowFolder.ts';
import { areFinished, runsOnce } from './storedRuns.ts';

/** Sets itself off by each of its changes. */
const LENGTHEN = `
  subscription Lengthen @flow(scopes: ["crm:write"]) {
    contactChanged(changed: [NAME]) { contact { id @export(as: "id") name @export(as: "name") } }
  }
  mutation AddOne($id: ID!, $longer: String! @template(text: "{name}+")) {
    updateContact(input: { id: $id, name: $longer }) { contact { id } }
  }`;

/** Sets itself off by what becomes of the e-mail that it sends. */
const ANSWER = `
  subscription Answer @flow(scopes: ["messaging:write"]) {
    messageChanged(status: [SENT], changed: [STATUS]) { message { to @export(as: "to") } }
  }
  mutation SendAgain($to: String!) {
    sendMessage(input: { channel: EMAIL, to: $to, subject: "Again", text: "And again." }) { message { id } }
  }`;

const CREATE =
  'mutation { createContact(input: { email: "ada@example.com", name: "Ada" }) { contact { id customer { id } } } }';

const nameOf = async (sluice: TestSluice, id: string) =>
  (await sluice.ask('query ($id: ID!) { contact(id: $id) { name } }', { id })).data.contact.name;

const causesOf = (database: Database, recordType: string) =>
  database.queries
    .withTables<ChangeTables>()
    .selectFrom('sluice_change')
    .select(['cause_flow', 'cause_run', 'hops'])
    .where('record_type', '=', recordType)
    .orderBy('seq')
    .execute();

const DEAD = { code: 'FLOW_HOP_LIMIT', retryable: false };

describe.each(engines)('A flow that sets itself off, on $name', { timeout: 120_000 }, (engine) => {
  it('stops at the hop limit, with a dead letter, and each change tells the run that made it', async () => {
    await using flows = await flowFolder({ lengthen: LENGTHEN });
    await using storage = await engine.create({ SEED: 'none', FLOWS_DIR: flows.path, FLOWS_MAX_HOPS: '3' });
    await using sluice = await startSluice({ storage });
    await using database = openDatabase(storage);
    const { id } = (await sluice.ask(CREATE)).data.createContact.contact;
    const runs = await runsOnce(database, (found) => found.some(({ status }) => status === 'DEAD'));

    expect(runs.map(({ status, hops, attempt }) => ({ status, hops, attempt }))).toEqual([
      { status: 'SUCCEEDED', hops: 0, attempt: 1 },
      { status: 'SUCCEEDED', hops: 1, attempt: 1 },
      { status: 'SUCCEEDED', hops: 2, attempt: 1 },
      { status: 'DEAD', hops: 3, attempt: 1 },
    ]);
    const [, , , dead] = runs;
    expect(JSON.parse(dead?.error ?? '')).toMatchObject(DEAD);
    expect(dead?.steps).toBe('[]');
    expect(await nameOf(sluice, id)).toBe('Ada+++');
    expect(await causesOf(database, 'Contact')).toEqual([
      { cause_flow: null, cause_run: null, hops: 0 },
      ...runs.slice(0, 3).map((run) => ({ cause_flow: 'Lengthen', cause_run: run.id, hops: run.hops + 1 })),
    ]);
  });

  it('is found out by way of an e-mail too, whose delivery is a change of its own', async () => {
    await using flows = await flowFolder({ answer: ANSWER });
    await using smtp = await startSmtpServer();
    await using storage = await engine.create({
      SEED: 'none',
      FLOWS_DIR: flows.path,
      FLOWS_MAX_HOPS: '2',
      SMTP_URL: smtp.url,
    });
    await using sluice = await startSluice({ storage });
    await using database = openDatabase(storage);
    await sluice.ask(
      'mutation { sendMessage(input: { channel: EMAIL, to: "a@example.com", subject: "One", text: "One." }) { message { id } } }',
    );
    const runs = await runsOnce(database, (found) => found.length === 3 && areFinished(found));
    expect(runs.map(({ status, hops }) => ({ status, hops }))).toEqual([
      { status: 'SUCCEEDED', hops: 0 },
      { status: 'SUCCEEDED', hops: 1 },
      { status: 'DEAD', hops: 2 },
    ]);
    expect(smtp.received).toHaveLength(3);
  });
});

describeOnPostgres('A cause on its way to a subgraph server over the same database', (engine) => {
  it('arrives with the mutations of a run, and nobody else can say one', async () => {
    await using flows = await flowFolder({ lengthen: LENGTHEN });
    await using folder = await temporaryFolder();
    await using storage = await engine.create({ SEED: 'none', FLOWS_DIR: flows.path, FLOWS_MAX_HOPS: '2' });
    await using crm = await spawnSluice({ args: ['subgraph', 'crm', '--port', '0'], variables: storage.variables });
    const roverFile = await roverFileWith(folder.path, { crm: `${crm.url}/graphql` });
    await using sluice = await startSluice({ storage, roverFile });
    await using database = openDatabase(storage);
    const { id } = (await sluice.ask(CREATE)).data.createContact.contact;
    const runs = await runsOnce(database, (found) => found.some(({ status }) => status === 'DEAD'));
    expect(runs.map(({ status, hops }) => ({ status, hops }))).toEqual([
      { status: 'SUCCEEDED', hops: 0 },
      { status: 'SUCCEEDED', hops: 1 },
      { status: 'DEAD', hops: 2 },
    ]);
    expect(await nameOf(sluice, id)).toBe('Ada++');

    const body = Buffer.from(JSON.stringify({ flow: 'Lengthen', runId: 'run_1', hops: 999 })).toString('base64url');
    const forged = await fetch(`${crm.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sluice-cause': `${body}.${'A'.repeat(43)}` },
      body: JSON.stringify({
        query: `mutation { updateContact(input: { id: "${id}", owner: "o@example.com" }) { contact { id } } }`,
      }),
    });
    expect(forged.status).toBe(200);
    expect((await causesOf(database, 'Contact')).at(-1)).toEqual({ cause_flow: null, cause_run: null, hops: 0 });
  });
});
