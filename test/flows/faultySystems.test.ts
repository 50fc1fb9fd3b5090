import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { describeOnPostgres } from '../harness/describeOnPostgres.ts';
import type { Fault, FaultDecision } from '../harness/faultyProxy.ts';
import { startFederation } from '../harness/federation.ts';
import { openDatabase } from '../harness/openDatabase.ts';
import { ask } from '../harness/startSluice.ts';
import type { TemporaryFolder } from '../harness/temporaryFolder.ts';
import { flowFolder } from './flowFolder.ts';
import { startOrderWork } from './orderWork.ts';
import { areFinished, runsOnce, runsSettled } from './storedRuns.ts';

const ORDERS = 40;
const ABSENCE_MS = 60_000;

/** The shipped flows, which give up on a step that is not answered sooner than they would. */
async function impatientFlows(...names: readonly string[]): Promise<TemporaryFolder> {
  const files = names.length > 0 ? names.map((name) => `${name}.graphql`) : await readdir('flows');
  const sources = files
    .filter((file) => file.endsWith('.graphql'))
    .map(async (file) => [
      file.replace('.graphql', ''),
      (await readFile(`flows/${file}`, 'utf8')).replace('@flow(', '@flow(timeoutMs: 1500, '),
    ]);
  return flowFolder(Object.fromEntries(await Promise.all(sources)));
}

/**
 * Each fault in its turn for the mutations of flows, and three in between that go well. Those that clients send go
 * well: their gateway waits half a minute for an answer.
 */
function faultsInTurn(): FaultDecision {
  const faults: readonly Fault[] = ['cut after', 'error after', 'silence after', 'cut before'];
  let mutations = 0;
  return (query) => {
    if (!query.includes('sluice_idempotencyKey')) return 'none';
    mutations += 1;
    return mutations % 4 === 1 ? (faults[Math.floor(mutations / 4) % faults.length] as Fault) : 'none';
  };
}

/** Each of its steps may fail once. */
const PATIENT = `
  subscription Patient @flow(scopes: ["support:write", "messaging:write"], maxAttempts: 2) {
    contactChanged { contact { email @export(as: "email") } }
  }
  mutation Open($email: String!) {
    createTicket(input: { customerEmail: $email, subject: "Hello", body: "Hello." }) { ticket { id } }
  }
  mutation Tell($email: String!) { sendMessage(input: { channel: SLACK, to: "#sales", text: $email }) { message { id } } }`;

const none: FaultDecision = () => 'none';

// Servers that share their records share a PostgreSQL.
describeOnPostgres('Flows over systems that are servers', (engine) => {
  const timeout = 600_000;

  it('have every effect once, though answers are cut, are errors or never come, and a system is away for a minute', {
    timeout,
  }, async () => {
    await using flows = await impatientFlows();
    await using storage = await engine.create({ SEED: 'none', FLOWS_DIR: flows.path });
    await using federation = await startFederation(storage, {
      crm: faultsInTurn(),
      payments: faultsInTurn(),
      commerce: faultsInTurn(),
      inventory: none,
      support: faultsInTurn(),
      messaging: faultsInTurn(),
    });
    const gateway = await federation.startGateway();
    const work = await startOrderWork(() => gateway.url);
    federation.proxies.inventory.setAbsent(true);
    const back = new Promise((resolve) => setTimeout(resolve, ABSENCE_MS)).then(() =>
      federation.proxies.inventory.setAbsent(false),
    );
    await Promise.all(
      Array.from({ length: 4 }, (_, writer) => work.write((writer * ORDERS) / 4, ((writer + 1) * ORDERS) / 4)),
    );
    await back;
    await using database = openDatabase(storage);
    expect(await runsSettled(database, work.wantedRuns())).toEqual(work.wantedRuns());
    expect(await work.effects()).toEqual(work.wanted());
    for (const system of ['crm', 'commerce', 'messaging'] as const) {
      const { counts } = federation.proxies[system];
      for (const fault of ['cut after', 'error after', 'silence after'] as const)
        expect(counts.get(fault), `${system}: ${fault}`).toBeGreaterThan(0);
    }
  });

  it('give up on a run after as many tries as it may have without any progress', { timeout }, async () => {
    await using flows = await flowFolder({ patient: PATIENT });
    await using storage = await engine.create({ SEED: 'none', FLOWS_DIR: flows.path });
    const failed = new Set<string>();
    const failOnce =
      (step: string): FaultDecision =>
      (query) => {
        if (failed.has(step) || !query.includes(step)) return 'none';
        failed.add(step);
        return 'cut before';
      };
    await using federation = await startFederation(storage, {
      support: failOnce('createTicket'),
      messaging: failOnce('sendMessage'),
    });
    const { url } = await federation.startGateway();
    await using database = openDatabase(storage);
    await ask(url, 'mutation { createContact(input: { email: "a@example.com" }) { contact { id } } }');
    const [run] = await runsOnce(database, (runs) => runs.length === 1 && areFinished(runs));
    expect(run).toMatchObject({ status: 'SUCCEEDED', attempt: 3 });
    expect([...failed]).toEqual(['createTicket', 'sendMessage']);
  });

  it('leak no stock when a reservation fails, its order is cancelled, and the reservation is tried again', {
    timeout,
  }, async () => {
    await using flows = await impatientFlows('order-placed', 'order-closed');
    await using storage = await engine.create({ SEED: 'none', FLOWS_DIR: flows.path });
    let isFailing = true;
    await using federation = await startFederation(storage, {
      inventory: (query) => (isFailing && query.includes('reserveStock') ? 'cut before' : 'none'),
    });
    const { url } = await federation.startGateway();
    await using database = openDatabase(storage);
    await ask(
      url,
      'mutation { adjustStock(input: { sku: "LAMP", location: "berlin", delta: 5 }) { stockLevel { id } } }',
    );
    await ask(
      url,
      'mutation { createProduct(input: { sku: "LAMP", title: "Lamp", price: { amount: "20.00", currencyCode: "EUR" } }) { product { id } } }',
    );
    const placed = await ask(
      url,
      'mutation { placeOrder(input: { customerEmail: "a@example.com", lines: [{ sku: "LAMP", quantity: 2 }] }) { order { id } } }',
    );
    const { id } = placed.data.placeOrder.order;
    await runsOnce(database, (runs) => runs.some(({ flow, failures }) => flow === 'OrderPlaced' && failures > 0));
    await ask(url, `mutation { cancelOrder(input: { id: "${id}" }) { order { id } } }`);
    await runsOnce(database, (runs) =>
      runs.some(({ flow, status }) => flow === 'OrderClosed' && status === 'SUCCEEDED'),
    );
    isFailing = false;
    const runs = await runsOnce(database, areFinished);
    expect(runs.map(({ flow, status }) => `${flow} ${status}`).sort()).toEqual([
      'OrderClosed SUCCEEDED',
      'OrderPlaced SUCCEEDED',
    ]);
    const { data } = await ask(url, `{ stockLevel(sku: "LAMP", location: "berlin") { onHand reserved available } }`);
    expect(data.stockLevel).toEqual({ onHand: 5, reserved: 0, available: 5 });
  });

  it('lose no run when an outage nulls a field that a run needs', { timeout }, async () => {
    await using flows = await impatientFlows('payment-succeeded');
    await using storage = await engine.create({ SEED: 'none', FLOWS_DIR: flows.path });
    await using federation = await startFederation(storage, { crm: none });
    const { url } = await federation.startGateway();
    await using database = openDatabase(storage);
    const created = await ask(
      url,
      'mutation { createContact(input: { email: "a@example.com" }) { contact { id customer { id } } } }',
    );
    const { contact } = created.data.createContact;
    federation.proxies.crm.setAbsent(true);
    const payment = `{ customerId: "${contact.customer.id}", amount: { amount: "5.00", currencyCode: "EUR" } }`;
    await ask(url, `mutation { createPayment(input: ${payment}) { payment { id } } }`);
    const [unread] = await runsOnce(database, ([run]) => run !== undefined && run.failures > 0);
    expect(unread).toMatchObject({ status: 'WAITING', bindings: null, steps: '[]' });
    federation.proxies.crm.setAbsent(false);
    const [done] = await runsOnce(database, areFinished);
    expect(done?.status).toBe('SUCCEEDED');
    const { data } = await ask(url, `{ contact(id: "${contact.id}") { stage activities { nodes { text } } } }`);
    expect(data.contact).toEqual({
      stage: 'CUSTOMER',
      activities: { nodes: [{ text: expect.stringMatching(/^Paid 5.00 EUR/) }] },
    });
  });
});
