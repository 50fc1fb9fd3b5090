import type { TestStorage } from '../harness/engines.ts';
import { openDatabase } from '../harness/openDatabase.ts';
import type { TestSluice } from '../harness/startSluice.ts';

const CREATE = `mutation ($input: CreateWebhookEndpointInput!) {
  createWebhookEndpoint(input: $input) { secret webhookEndpoint { id } }
}`;
const DELIVERIES = `query ($id: ID!) {
  webhookEndpoint(id: $id) {
    status disabledReason failingSince
    deliveries(first: 100) {
      nodes { id changeId type subject status nextAttemptAt attempts { number endedAt httpStatus errorCode error response } }
    }
  }
}`;
const CONTACT = `mutation ($email: String!) {
  createContact(input: { email: $email, name: "Ada" }) { contact { id customer { id } } }
}`;

/** The variables with which this machine may be called. */
export const ALLOW_LOOPBACK = { WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8,::1/128' };

/** Creates an endpoint; resolves with its id and secret. */
export async function createEndpoint(
  sluice: Pick<TestSluice, 'ask'>,
  input: object,
): Promise<{ readonly id: string; readonly secret: string }> {
  const { data, errors } = await sluice.ask(CREATE, { input: { types: ['sluice.crm.contact.*'], ...input } });
  if (errors) throw new Error(errors[0]?.message);
  const { secret, webhookEndpoint } = data.createWebhookEndpoint;
  return { id: webhookEndpoint.id, secret };
}

/** Makes a change of each of so many contacts. Resolves with their ids. */
export async function createContacts(sluice: Pick<TestSluice, 'ask'>, count: number): Promise<readonly string[]> {
  const answers = await Promise.all(
    Array.from({ length: count }, () => sluice.ask(CONTACT, { email: `${crypto.randomUUID()}@example.com` })),
  );
  return answers.map(({ data }) => data.createContact.contact.id);
}

/** The endpoint with its deliveries, once `isReached` says so. */
export async function endpointOnce(
  sluice: Pick<TestSluice, 'ask'>,
  id: string,
  // biome-ignore lint/suspicious/noExplicitAny: a test states the shape of what it asked for by what it expects.
  isReached: (endpoint: any) => boolean,
  // biome-ignore lint/suspicious/noExplicitAny: as above.
): Promise<any> {
  for (;;) {
    const { data } = await sluice.ask(DELIVERIES, { id });
    if (isReached(data.webhookEndpoint)) return data.webhookEndpoint;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The endpoint, once it has so many deliveries and all of them have this status. */
export function endpointWith(sluice: Pick<TestSluice, 'ask'>, id: string, status: string, count = 1) {
  return endpointOnce(
    sluice,
    id,
    ({ deliveries: { nodes } }) =>
      nodes.length === count && nodes.every((node: { status: string }) => node.status === status),
  );
}

/** Lets the waits pass: all deliveries that wait are due, and all leases are over. */
export async function letWaitsPass(storage: TestStorage): Promise<void> {
  await using database = openDatabase(storage);
  const past = new Date(Date.now() - 1_000).toISOString();
  const tables = database.queries.withTables<{ sluice_webhook_delivery: Record<string, string> }>();
  // Leases first: what is due may be claimed at once, and that claim is to stand.
  await tables
    .updateTable('sluice_webhook_delivery')
    .set({ leased_until: past })
    .where('status', '=', 'SENDING')
    .execute();
  await tables.updateTable('sluice_webhook_delivery').set({ due_at: past }).where('status', '=', 'WAITING').execute();
}
