import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { engines, type TestStorage } from '../../harness/engines.ts';
import { openDatabase } from '../../harness/openDatabase.ts';
import { startSluice } from '../../harness/startSluice.ts';
import { stripeVariables } from '../backends.ts';
import { startStripeEmulator } from './stripeEmulator.ts';

const TOKEN = 'a-token-that-nobody-guesses';
const DAY_MS = 86_400_000;
const CREATE = 'mutation ($input: CreatePaymentInput!) { createPayment(input: $input) { payment { id } } }';
const DESCRIBE = `mutation ($input: UpdatePaymentInput!) { updatePayment(input: $input) { payment { description } } }`;

/** Rows by table, and of the webhooks by status. */
async function countRows(storage: TestStorage) {
  await using database = openDatabase(storage);
  const { rows } = await sql<Record<'calls' | 'open' | 'shadows' | 'states' | 'events' | 'done' | 'parked', number>>`
    select (select count(*) from sluice_vendor_call where closed_at is not null) as calls,
      (select count(*) from sluice_vendor_call where closed_at is null) as open,
      (select count(*) from sluice_shadow) as shadows,
      (select count(*) from sluice_shadow_state) as states,
      (select count(*) from sluice_external_event) as events,
      (select count(*) from sluice_webhook_received where status = 'DONE') as done,
      (select count(*) from sluice_webhook_received where status = 'PARKED') as parked`.execute(database.queries);
  return rows[0];
}

describe.each(engines)('What is past its retention, on $name', (engine) => {
  it('is dropped, except what is open, parked, or the last that is known of a record', async () => {
    let atStripe = Date.now();
    const stripe = await startStripeEmulator({ now: () => atStripe });
    const variables = { SEED: 'none', STANDARD_WEBHOOK_SECRETS: `crm=${TOKEN}`, ...stripeVariables(stripe) };
    await using storage = await engine.create(variables);
    {
      await using first = await startSluice({ storage });
      const input = {
        customerEmail: 'payer@example.com',
        amount: { amount: '10.00', currencyCode: 'EUR' },
        paymentMethod: 'pm_card_visa',
      };
      const created = await first.ask(CREATE, { input });
      expect(created.errors).toBeUndefined();
      const { id } = created.data.createPayment.payment;
      for (const description of ['One', 'Two']) {
        atStripe += 10_000;
        await first.ask(DESCRIBE, { input: { id, description } });
      }
      const headers = { 'content-type': 'application/cloudevents+json', authorization: `Bearer ${TOKEN}` };
      for (const type of ['made', 'x'.repeat(600)]) {
        const body = JSON.stringify({ specversion: '1.0', id: type.slice(0, 9), source: '/crm', type });
        await fetch(`${first.url}/webhooks/standard/crm`, { method: 'POST', headers, body });
      }
      await expect.poll(() => countRows(storage)).toMatchObject({ calls: 3, events: 1, done: 1, parked: 1 });
    }
    // It would tell again what it no longer can by then.
    await stripe[Symbol.asyncDispose]();
    const before = await countRows(storage);
    expect(before?.states).toBeGreaterThan(before?.shadows ?? 0);
    await leaveOpenCall(storage);
    await addOldStates(storage, 2_500); // more than one statement drops

    await using later = await startSluice({ storage, now: () => Date.now() + 40 * DAY_MS });
    const shadows = before?.shadows ?? 0;
    await expect
      .poll(() => countRows(storage))
      .toEqual({ calls: 0, open: 1, shadows, states: shadows, events: 0, done: 0, parked: 1 });
    expect((await later.ask('{ externalEvents { nodes { id } } }')).data.externalEvents.nodes).toEqual([]);
  });
});

/** A call of which nobody knows what came of it. */
async function leaveOpenCall(storage: TestStorage): Promise<void> {
  await using database = openDatabase(storage);
  await sql`insert into sluice_vendor_call
    (id, system, mutation, caller, key, input_hash, plan, cause, attempt, key_generation, begun_at, keys_from, deadline, closed_at)
    select 'call_0', system, mutation, caller, null, input_hash, plan, cause, 9, 1, begun_at, keys_from, deadline, null
    from sluice_vendor_call limit 1`.execute(database.queries);
}

/** States that records had, one in each millisecond of 1970's first seconds. */
async function addOldStates(storage: TestStorage, count: number): Promise<void> {
  await using database = openDatabase(storage);
  await sql`insert into sluice_shadow_state (system, record_type, external_id, state, at_ms, rank, event_id)
    with recursive past (ms) as (select 1 union all select ms + 1 from past where ms < ${count})
    select system, record_type, external_id, null, ms, 0, null
    from past, (select system, record_type, external_id from sluice_shadow limit 1) as record`.execute(
    database.queries,
  );
}
