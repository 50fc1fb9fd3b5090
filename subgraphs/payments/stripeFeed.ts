import type Stripe from 'stripe';
import type { VendorEffect, VendorFeed, VendorRecords } from '../kit/vendor/vendorFeed.ts';
import { EVENT_TYPES, meaningOf } from './stripeEvents.ts';
import { readInvoice, withLines } from './stripeInvoices.ts';
import type { StripePage } from './stripeLists.ts';
import { readPayment } from './stripePayments.ts';
import { idOf, invoiceRank, paidBy, paymentRank, toInvoice, toPayment } from './stripeRecords.ts';
import { unlessMissing } from './stripeRefusals.ts';
import type { StripeSystem } from './stripeSystem.ts';

const DAY_MS = 86_400_000;
const PAGE = 100;
/** Nobody waits for a poll. */
const PATIENCE_MS = 60_000;
const SETTLED_AT_ONCE = 20;

/** How the payments follow Stripe beside its webhooks. */
export function createStripeFeed(system: StripeSystem): VendorFeed {
  const { client, services, payments, invoices, writes } = system;
  return {
    // Of the 30 days for which Stripe keeps events; a poll takes time too.
    memoryMs: 29 * DAY_MS,
    async *changesBetween(fromMs, toMs, signal) {
      const created = { gte: Math.floor(fromMs / 1_000), lt: Math.ceil(toMs / 1_000) + 1 };
      const types = [...EVENT_TYPES];
      const events: Stripe.Event[] = [];
      const pages = pagesOf<Stripe.Event>(async (after) => {
        const params = { types, created, limit: PAGE, ...after };
        return (await client.read((stripe) => stripe.events.list(params), { signal, patienceMs: PATIENCE_MS })).value;
      });
      for await (const page of pages) events.push(...page);
      // Stripe lists the newest first; changes are to be told in the order in which they happened.
      for (const event of events.reverse()) {
        const meaning = await meaningOf(system, event, signal);
        if (meaning.kind === 'effect') yield (transaction) => meaning.apply(transaction);
      }
    },
    records: [
      {
        ...listed(payments),
        async readNow(externalIds, signal) {
          const read = await Promise.all(
            externalIds.map(async (id) => ({ id, answer: await unlessMissing(readPayment(system, id, signal)) })),
          );
          const effects = await Promise.all(
            read.map(({ id, answer }) => (answer ? ofPayment(answer, false, signal) : gone(payments, id))),
          );
          return all(effects);
        },
      },
      {
        ...listed(invoices),
        async readNow(externalIds, signal) {
          const read = await Promise.all(
            externalIds.map(async (id) => ({ id, answer: await unlessMissing(readInvoice(system, id, signal)) })),
          );
          const effects = await Promise.all(
            read.map(({ id, answer }) => (answer ? ofInvoice(answer, false, signal) : gone(invoices, id))),
          );
          return all(effects);
        },
      },
    ],
    async *recordsSince(sinceMs, imported, signal) {
      const created = { gte: Math.floor(sinceMs / 1_000) };
      const [patienceMs, limit] = [PATIENCE_MS, PAGE];
      let atMs = 0;
      const paymentPages = pagesOf<Stripe.PaymentIntent>(async (after) => {
        const params = { created, limit, expand: ['data.latest_charge'], ...after };
        const answer = await client.read((stripe) => stripe.paymentIntents.list(params), { signal, patienceMs });
        atMs = answer.atMs;
        return answer.value;
      });
      for await (const page of paymentPages) {
        const effects = await Promise.all(page.map((value) => ofPayment({ value, atMs }, imported, signal)));
        yield { records: page.length, apply: all(effects) };
      }
      const invoicePages = pagesOf<Stripe.Invoice>(async (after) => {
        const params = { created, limit, expand: ['data.payments'], ...after };
        const answer = await client.read((stripe) => stripe.invoices.list(params), { signal, patienceMs });
        atMs = answer.atMs;
        return answer.value;
      });
      for await (const page of invoicePages) {
        const effects = await Promise.all(page.map((value) => ofInvoice({ value, atMs }, imported, signal)));
        yield { records: page.length, apply: all(effects) };
      }
    },
    relink: (externalId) => async (transaction) => {
      const owners = await services.customers.customersOf(transaction, 'payments', [externalId]);
      const owner = owners.get(externalId) ?? null;
      await payments.relink(services.changes, transaction, externalId, () => owner);
      await invoices.relink(services.changes, transaction, externalId, () => owner);
    },
    settleOverdue: (onError) => writes.settleOverdue(SETTLED_AT_ONCE, onError),
  };

  async function ofPayment(
    { value, atMs }: { value: Stripe.PaymentIntent; atMs: number },
    imported: boolean,
    signal: AbortSignal,
  ): Promise<VendorEffect> {
    const payer = await system.customers.learn(idOf(value.customer), signal);
    return async (transaction) => {
      const payment = toPayment(value, await payer(services, transaction));
      const observation = { externalId: value.id, atMs, rank: paymentRank(payment), imported, state: () => payment };
      await payments.observe(services.changes, transaction, observation);
    };
  }

  async function ofInvoice(
    answer: { value: Stripe.Invoice; atMs: number },
    imported: boolean,
    signal: AbortSignal,
  ): Promise<VendorEffect> {
    const { value, atMs, lines } = await withLines(system, answer, signal);
    const billed = await system.customers.learn(idOf(value.customer), signal);
    return async (transaction) => {
      const invoice = toInvoice(value, await billed(services, transaction), paidBy(value), lines);
      const observation = { externalId: value.id, atMs, rank: invoiceRank(invoice), imported, state: () => invoice };
      await invoices.observe(services.changes, transaction, observation);
    };
  }

  async function gone(
    { observe }: { observe: (typeof payments | typeof invoices)['observe'] },
    externalId: string,
  ): Promise<VendorEffect> {
    return async (transaction) => {
      await observe(services.changes, transaction, { externalId, atMs: Date.now(), state: () => null });
    };
  }
}

function listed({
  doubtful,
  page,
}: Pick<VendorRecords, 'doubtful' | 'page'>): Pick<VendorRecords, 'doubtful' | 'page'> {
  return { doubtful, page };
}

function all(effects: readonly VendorEffect[]): VendorEffect {
  return async (transaction) => {
    for (const effect of effects) await effect(transaction);
  };
}

async function* pagesOf<Kind extends { id: string }>(
  read: (after: { starting_after?: string }) => Promise<StripePage<Kind>>,
): AsyncGenerator<readonly Kind[]> {
  for (let after: { starting_after?: string } = {}; ; ) {
    const { data, has_more } = await read(after);
    yield data;
    const last = data.at(-1);
    if (!has_more || !last) return;
    after = { starting_after: last.id };
  }
}
