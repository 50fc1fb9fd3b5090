import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../harness/engines.ts';
import { startSluice, type TestSluice } from '../harness/startSluice.ts';
import { zendeskVariables } from '../vendors/backends.ts';
import { startZendesk, type ZendeskEmulator } from '../vendors/zendesk/zendeskEmulator.ts';

const CREATE = `mutation ($input: CreateTicketInput!) { createTicket(input: $input) { ticket { id externalId } } }`;
const UPDATE = `mutation ($input: UpdateTicketInput!) { updateTicket(input: $input) { ticket { status } } }`;
const COMMENT = `mutation ($input: AddTicketCommentInput!) { addTicketComment(input: $input) { comment { id } } }`;
const CHANGES = `subscription ($after: Cursor) {
  ticketChanged(after: $after) { kind changedFields superseded ticket { status priority customer { email } } }
}`;
const ASKED = { customerEmail: 'asker@example.com', subject: 'Cannot sign in', body: 'The password is refused.' };

describe.each(engines)('The support desk behind which Zendesk stands, on $name', (engine) => {
  let zendesk: ZendeskEmulator;
  let sluice: TestSluice;
  beforeEach(async () => {
    zendesk = await startZendesk({ requestsPerMinute: 100_000, exportsPerMinute: 10_000, exportLagMs: 0 });
    const times = { VENDOR_POLL_SECONDS: '0.2', VENDOR_TIMEOUT_SECONDS: '0.5', VENDOR_DEADLINE_SECONDS: '2' };
    sluice = await startSluice({ engine, variables: { ...zendeskVariables(zendesk), ...times } });
  });
  afterEach(async () => {
    await sluice[Symbol.asyncDispose]();
    await zendesk[Symbol.asyncDispose]();
  });

  const create = async (fields: object = {}) => {
    const { data, errors } = await sluice.ask(CREATE, { input: { ...ASKED, ...fields } });
    expect(errors).toBeUndefined();
    return data.createTicket.ticket;
  };
  const isWrite = ({ method }: { method: string }) => method === 'POST' || method === 'PUT';

  it.each([
    ['failsAfterEffect'],
    ['cutAfterEffect'],
    ['hangsAfterEffect'],
    ['throttled'],
    ['failsBeforeEffect'],
  ] as const)('opens one ticket when the first try %s', async (fault) => {
    zendesk.faults.order({ fault, times: 1, when: isWrite });
    await create();
    expect(zendesk.account.tickets).toHaveLength(1);
  });

  it.each([['failsAfterEffect'], ['cutAfterEffect'], ['hangsAfterEffect'], ['failsBeforeEffect']] as const)(
    'adds one comment, asked again under the same key, when the first try %s',
    async (fault) => {
      const { id } = await create();
      zendesk.faults.order({ fault, times: 1, when: isWrite });
      const input = { ticketId: id, body: 'We look into it.', idempotencyKey: crypto.randomUUID() };
      await expect
        .poll(async () => (await sluice.ask(COMMENT, { input })).data?.addTicketComment.comment.id, { timeout: 15_000 })
        .toMatch(/^com_/);
      const { data } = await sluice.ask('query ($id: ID!) { ticket(id: $id) { comments { nodes { body } } } }', { id });
      expect(data.ticket.comments.nodes).toEqual([{ body: 'We look into it.' }]);
    },
  );

  it('tells each state that a ticket has been in at Zendesk, once, also those between two looks', async () => {
    const { id, externalId } = await create();
    const after = await sluice.head();
    await using changes = await sluice.subscribe(CHANGES, { after });
    await sluice.ask(UPDATE, { input: { id, priority: 'HIGH' } });
    const ticket = zendesk.account.ticket(Number(externalId));
    for (const status of ['open', 'pending', 'open', 'solved']) zendesk.account.updateTicket(ticket, { status });
    const told = [];
    for (let n = 0; n < 5; n++) told.push((await changes.take()).data.ticketChanged);
    zendesk.account.deleteTicket(ticket);
    told.push((await changes.take()).data.ticketChanged);
    expect(told.map(({ kind, ticket: then }) => [kind, then?.status, then?.priority])).toEqual([
      ['UPDATED', 'NEW', 'HIGH'],
      ['UPDATED', 'OPEN', 'HIGH'],
      ['UPDATED', 'PENDING', 'HIGH'],
      ['UPDATED', 'OPEN', 'HIGH'],
      ['UPDATED', 'SOLVED', 'HIGH'],
      ['DELETED', undefined, undefined],
    ]);
    expect(told.some(({ superseded }) => superseded)).toBe(false);
  });

  it("makes nobody's of a ticket whose sender nobody vouches for", async () => {
    await create({ customerEmail: 'victim@example.com' });
    const after = await sluice.head();
    await using changes = await sluice.subscribe(CHANGES, { after });
    const sender = zendesk.account.addUser({ email: 'attacker@example.com' });
    zendesk.account.createTicket({ subject: 'Hello', comment: { body: 'I am the victim.' }, requester_id: sender.id });
    expect((await changes.take()).data.ticketChanged).toMatchObject({ kind: 'CREATED', ticket: { customer: null } });
    const { data } = await sluice.ask(
      '{ customer(email: "victim@example.com") { tickets { nodes { subject } } } tickets { nodes { subject } } }',
    );
    expect(data.customer.tickets.nodes).toEqual([{ subject: 'Cannot sign in' }]);
    expect(data.tickets.nodes).toEqual([{ subject: 'Hello' }, { subject: 'Cannot sign in' }]);
  });

  it('reads a list of tickets with their customers in a number of calls that does not grow with it', async () => {
    for (let n = 0; n < 12; n++) await create({ customerEmail: `c${n}@example.com` });
    const LIST = 'query ($first: Int) { tickets(first: $first) { nodes { subject customer { email } } } }';
    const callsFor = async (first: number) => {
      zendesk.takeRequests();
      const { data } = await sluice.ask(LIST, { first });
      expect(data.tickets.nodes).toHaveLength(first);
      return zendesk.takeRequests().filter(({ path }) => !path.includes('incremental')).length;
    };
    expect(await callsFor(12)).toBe(await callsFor(2));
    expect(await callsFor(12)).toBe(1);
  });

  it('says which argument Zendesk refuses', async () => {
    const { errors } = await sluice.ask(CREATE, { input: { ...ASKED, subject: 'x'.repeat(280) } });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.subject' });
    expect(zendesk.account.tickets).toEqual([]);
  });
});
