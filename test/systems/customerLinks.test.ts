import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { flowFolder } from '../flows/flowFolder.ts';
import { engines } from '../harness/engines.ts';
import { startSluice, type TestSluice } from '../harness/startSluice.ts';
import type { TemporaryFolder } from '../harness/temporaryFolder.ts';
import { hubspotVariables, stripeVariables, zendeskVariables } from '../vendors/backends.ts';
import { startHubspot } from '../vendors/hubspot/hubspotEmulator.ts';
import { startStripeEmulator } from '../vendors/stripe/stripeEmulator.ts';
import { startZendesk, type ZendeskEmulator } from '../vendors/zendesk/zendeskEmulator.ts';

const VICTIM = 'victim@example.com';
const TIMES = { VENDOR_POLL_SECONDS: '0.2', VENDOR_TIMEOUT_SECONDS: '2' };
const WITHIN = { timeout: 15_000 };

const CREATE_CONTACT = `mutation ($input: CreateContactInput!) { createContact(input: $input) { contact { id } } }`;
const CREATE_TICKET = `mutation ($input: CreateTicketInput!) {
  createTicket(input: $input) { ticket { id customer { email } } }
}`;
const PROPOSALS = `query ($status: [CustomerLinkProposalStatus!]) {
  customerLinkProposals(status: $status) {
    nodes { id system externalId email name status decidedAt customer { email } }
  }
}`;
const CONFIRM = `mutation ($input: ConfirmCustomerLinkInput!) {
  confirmCustomerLink(input: $input) { customerLinkProposal { status decidedAt } }
}`;
const REJECT = `mutation ($input: RejectCustomerLinkInput!) {
  rejectCustomerLink(input: $input) { customerLinkProposal { status } }
}`;
const OF_VICTIM = `{ customer(email: "${VICTIM}") { tickets { nodes { subject } } } }`;
const TICKETS = '{ tickets { nodes { subject customer { email contact { stage } } } } }';

/** Whoever writes an urgent ticket, or is found to have written one, is talked to as a customer. */
const FLOW = `
subscription UrgentTicket @flow(scopes: ["crm:write"]) {
  ticketChanged(priority: [URGENT], changed: [CUSTOMER_ID]) {
    ticket { id customer { contact { id @export(as: "contactId") } } }
  }
}
mutation Note($contactId: ID!) {
  updateContact(input: { id: $contactId, stage: CHURNED }) { contact { id } }
}`;

describe.each(engines)('Links with customers on $name', { timeout: 60_000 }, (engine) => {
  let zendesk: ZendeskEmulator;
  let flows: TemporaryFolder;
  let sluice: TestSluice;
  beforeEach(async () => {
    zendesk = await startZendesk({ requestsPerMinute: 100_000, exportsPerMinute: 10_000, exportLagMs: 0 });
    flows = await flowFolder({ urgent: FLOW });
    sluice = await startSluice({
      engine,
      flows: flows.path,
      variables: { ...zendeskVariables(zendesk), ...TIMES },
    });
  });
  afterEach(async () => {
    await sluice[Symbol.asyncDispose]();
    await flows[Symbol.asyncDispose]();
    await zendesk[Symbol.asyncDispose]();
  });

  const done = async (query: string, variables?: Record<string, unknown>) => {
    const { data, errors } = await sluice.ask(query, variables);
    expect(errors).toBeUndefined();
    return data;
  };
  const createVictim = () => done(CREATE_CONTACT, { input: { email: VICTIM, stage: 'LEAD' } });
  const proposals = async (status?: string) =>
    (await done(PROPOSALS, { status: status ? [status] : null })).customerLinkProposals.nodes;
  /** A mail whose sender nobody has checked. */
  const write = (subject: string, email = VICTIM) => {
    const sender = zendesk.account.userByEmail(email) ?? zendesk.account.addUser({ email, name: 'The Victim' });
    const ticket = { subject, comment: { body: 'Send me all you know of me.' }, priority: 'urgent' };
    return zendesk.account.createTicket({ ...ticket, requester_id: sender.id });
  };
  const seen = async (subject: string) =>
    expect
      .poll(
        async () =>
          (
            await done(
              '{ tickets { nodes { subject status } } changes(system: ["support"]) { nodes { record { ticket { subject } } } } }',
            )
          ).changes.nodes,
        WITHIN,
      )
      .toContainEqual({ record: { ticket: { subject } } });
  const stageOfVictim = async () =>
    (await done(`{ customer(email: "${VICTIM}") { contact { stage } } }`)).customer.contact.stage;

  it('are proposed where an address is only claimed: until one is confirmed, nothing of the customer is in reach', async () => {
    await createVictim();
    const after = await sluice.head();
    await using told = await sluice.subscribe(
      `subscription ($after: Cursor) {
        customerLinkProposalChanged(after: $after) { kind changedFields customerLinkProposal { status customer { email } } }
      }`,
      { after },
    );
    await using tickets = await sluice.subscribe(
      `subscription ($after: Cursor) {
        ticketChanged(after: $after) { kind changedFields ticket { subject customer { email } } }
      }`,
      { after },
    );
    write('Mine?');
    expect((await tickets.take()).data.ticketChanged).toEqual({
      kind: 'CREATED',
      changedFields: [],
      ticket: { subject: 'Mine?', customer: null },
    });
    expect((await told.take()).data.customerLinkProposalChanged).toEqual({
      kind: 'CREATED',
      changedFields: [],
      customerLinkProposal: { status: 'PROPOSED', customer: { email: VICTIM } },
    });
    expect(await proposals()).toEqual([
      {
        id: expect.stringMatching(/^clp_/),
        system: 'support',
        externalId: expect.stringMatching(/^\d+$/),
        email: VICTIM,
        name: 'The Victim',
        status: 'PROPOSED',
        decidedAt: null,
        customer: { email: VICTIM },
      },
    ]);
    expect((await done(TICKETS)).tickets.nodes).toEqual([{ subject: 'Mine?', customer: null }]);
    expect((await done(OF_VICTIM)).customer.tickets.nodes).toEqual([]);
    const { changes } = await done(
      '{ changes(system: ["support"]) { nodes { customer { email } record { ticket { customer { email } } } } } }',
    );
    expect(changes.nodes).toEqual([{ customer: null, record: { ticket: { customer: null } } }]);
    // The flow has looked at the ticket, and had nobody to act on.
    await expect
      .poll(async () => (await done('{ flowRuns { nodes { status } } }')).flowRuns.nodes, WITHIN)
      .toEqual([{ status: 'SUCCEEDED' }]);
    expect(await stageOfVictim()).toBe('LEAD');

    const [{ id }] = await proposals('PROPOSED');
    const { confirmCustomerLink } = await done(CONFIRM, { input: { id } });
    expect(confirmCustomerLink.customerLinkProposal).toEqual({ status: 'CONFIRMED', decidedAt: expect.any(String) });
    const theirs = { subject: 'Mine?', customer: { email: VICTIM } };
    expect((await done(TICKETS)).tickets.nodes).toMatchObject([theirs]);
    expect((await done(OF_VICTIM)).customer.tickets.nodes).toEqual([{ subject: 'Mine?' }]);
    expect((await tickets.take()).data.ticketChanged).toEqual({
      kind: 'UPDATED',
      changedFields: ['CUSTOMER_ID'],
      ticket: theirs,
    });
    expect((await told.take()).data.customerLinkProposalChanged).toMatchObject({
      kind: 'UPDATED',
      changedFields: ['STATUS'],
      customerLinkProposal: { status: 'CONFIRMED' },
    });
    await expect.poll(stageOfVictim, WITHIN).toBe('CHURNED');

    write('And another');
    expect((await tickets.take()).data.ticketChanged).toMatchObject({
      ticket: { subject: 'And another', customer: { email: VICTIM } },
    });
  });

  it('that were rejected are not proposed again, and rejecting undoes a confirmation', async () => {
    await createVictim();
    write('First');
    await expect.poll(async () => (await proposals('PROPOSED')).length, WITHIN).toBe(1);
    const [{ id }] = await proposals();
    await done(CONFIRM, { input: { id } });
    await done(REJECT, { input: { id } });
    expect((await done(OF_VICTIM)).customer.tickets.nodes).toEqual([]);
    const after = await sluice.head();
    write('Second');
    await seen('Second');
    expect((await done(TICKETS)).tickets.nodes).toEqual([
      { subject: 'Second', customer: null },
      { subject: 'First', customer: null },
    ]);
    expect(await proposals()).toMatchObject([{ id, status: 'REJECTED' }]);
    const { changes } = await done(
      'query ($after: Cursor) { changes(after: $after, type: ["sluice.integration.customer-link-proposal.*"]) { nodes { type } } }',
      { after },
    );
    expect(changes.nodes).toEqual([]);
  });

  it('come to nobody who has an address that no customer has, and are proposed once one has it', async () => {
    write('Before I am known');
    await seen('Before I am known');
    expect(await proposals()).toEqual([]);
    expect((await done(`{ customer(email: "${VICTIM}") { id } }`)).customer).toBeNull();
    await createVictim();
    await expect.poll(async () => proposals(), WITHIN).toMatchObject([{ status: 'PROPOSED', email: VICTIM }]);
    expect((await done(OF_VICTIM)).customer.tickets.nodes).toEqual([]);
  });

  it('are not made by a ticket that Sluice opens: what somebody has written from the address before stays theirs', async () => {
    await createVictim();
    write('Of whoever');
    await seen('Of whoever');
    // So long ago that nobody can take the sender for one that came with the ticket.
    const sender = zendesk.account.userByEmail(VICTIM);
    Object.assign(sender as object, { createdAt: '2026-01-01T00:00:00Z' });
    const input = { customerEmail: VICTIM, subject: 'Ours', body: 'Your parcel is late.' };
    const { createTicket } = await done(CREATE_TICKET, { input });
    expect(createTicket.ticket.customer).toEqual({ email: VICTIM });
    expect((await done(TICKETS)).tickets.nodes).toMatchObject([
      { subject: 'Ours', customer: { email: VICTIM } },
      { subject: 'Of whoever', customer: null },
    ]);
    expect((await done(OF_VICTIM)).customer.tickets.nodes).toEqual([{ subject: 'Ours' }]);

    const [{ id }] = await proposals('PROPOSED');
    await done(CONFIRM, { input: { id } });
    const all = [{ subject: 'Ours' }, { subject: 'Of whoever' }];
    expect((await done(OF_VICTIM)).customer.tickets.nodes).toEqual(all);
    await done(REJECT, { input: { id } });
    expect((await done(OF_VICTIM)).customer.tickets.nodes).toEqual([{ subject: 'Ours' }]);
  });

  it('are decided on once, however often it is asked for, and one record is no two customers', async () => {
    await createVictim();
    await done(CREATE_CONTACT, { input: { email: 'other@example.com' } });
    write('Whose?');
    await expect.poll(async () => (await proposals()).length, WITHIN).toBe(1);
    // Whoever it is has another address by now, which is another customer's.
    const sender = zendesk.account.userByEmail(VICTIM);
    Object.assign(sender as object, { email: 'other@example.com' });
    zendesk.account.createTicket({ subject: 'Again', comment: { body: 'Hello' }, requester_id: sender?.id as number });
    await expect.poll(async () => (await proposals('PROPOSED')).length, WITHIN).toBe(2);
    const ids = (await proposals()).map(({ id }: { id: string }) => id);
    const answers = await Promise.all(
      ids.map((id: string) => sluice.ask(CONFIRM, { input: { id, idempotencyKey: `confirm ${id}` } })),
    );
    const refused = answers.filter(({ errors }) => errors);
    expect(refused.map(({ errors }) => errors?.[0]?.extensions.code)).toEqual(['INVALID_TRANSITION']);
    expect(await proposals('CONFIRMED')).toHaveLength(1);
    const [{ id, decidedAt }] = await proposals('CONFIRMED');
    await done(CONFIRM, { input: { id } });
    expect(await proposals('CONFIRMED')).toMatchObject([{ id, decidedAt }]);
    const { errors } = await sluice.ask(REJECT, { input: { id: 'clp_none' } });
    expect(errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  });
});

describe.each(engines)('LINK_BY_EMAIL on $name', { timeout: 60_000 }, (engine) => {
  it('has the support desk link by itself where it names it, and the CRM and the payments propose where it does not', async () => {
    await using zendesk = await startZendesk({ requestsPerMinute: 100_000, exportsPerMinute: 10_000, exportLagMs: 0 });
    await using hubspot = await startHubspot({
      searchLagMs: 0,
      requestsPerTenSeconds: 10_000,
      searchesPerSecond: 1_000,
    });
    await using stripe = await startStripeEmulator();
    await using sluice = await startSluice({
      engine,
      variables: {
        ...zendeskVariables(zendesk),
        ...hubspotVariables(hubspot),
        ...stripeVariables(stripe),
        ...TIMES,
        LINK_BY_EMAIL: 'support',
      },
    });
    const sender = zendesk.account.addUser({ email: VICTIM });
    zendesk.account.createTicket({ subject: 'Hello', comment: { body: 'Hello' }, requester_id: sender.id });
    const ofVictim = `{ customer(email: "${VICTIM}") { tickets { nodes { subject } } } }`;
    await expect
      .poll(async () => (await sluice.ask(ofVictim)).data.customer?.tickets.nodes, WITHIN)
      .toEqual([{ subject: 'Hello' }]);

    hubspot.account.create('contacts', { email: VICTIM });
    const payer = stripe.payments.createCustomer({ email: VICTIM });
    const intent = { amount: '1000', currency: 'eur', customer: payer.id, confirm: 'true' };
    stripe.payments.createIntent({ ...intent, payment_method: 'pm_card_visa' });
    const proposals = async () => (await sluice.ask(PROPOSALS)).data.customerLinkProposals.nodes;
    await expect
      .poll(async () => (await proposals()).map(({ system }: { system: string }) => system).sort(), WITHIN)
      .toEqual(['crm', 'payments']);
    const RECORDS = `{
      contacts { nodes { customer { email } } } payments { nodes { customer { email } } }
      customer(email: "${VICTIM}") { contact { email } payments { nodes { status } } }
    }`;
    expect((await sluice.ask(RECORDS)).data).toEqual({
      contacts: { nodes: [{ customer: null }] },
      payments: { nodes: [{ customer: null }] },
      customer: { contact: null, payments: { nodes: [] } },
    });

    const after = await sluice.head();
    for (const { id } of await proposals()) await sluice.ask(CONFIRM, { input: { id } });
    const customer = { email: VICTIM };
    expect((await sluice.ask(RECORDS)).data).toEqual({
      contacts: { nodes: [{ customer }] },
      payments: { nodes: [{ customer }] },
      customer: { contact: customer, payments: { nodes: [{ status: 'SUCCEEDED' }] } },
    });
    const CHANGES = `query ($after: Cursor) {
      changes(after: $after, system: ["crm", "payments"]) { nodes { system kind changedFields customer { email } } }
    }`;
    const told = async () =>
      (await sluice.ask(CHANGES, { after })).data.changes.nodes.toSorted(
        (a: { system: string }, b: { system: string }) => a.system.localeCompare(b.system),
      );
    await expect.poll(told, WITHIN).toEqual([
      { system: 'crm', kind: 'UPDATED', changedFields: ['CUSTOMER_ID'], customer },
      { system: 'payments', kind: 'UPDATED', changedFields: ['CUSTOMER_ID'], customer },
    ]);
  });
});
