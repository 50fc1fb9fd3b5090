import type Stripe from 'stripe';
import { mapSlice, type Page, type Slice } from '../kit/pages.ts';
import type { SubgraphServices, SubgraphSettings } from '../kit/subgraph.ts';
import type { OpenVendor } from '../kit/vendor/vendorFeed.ts';
import type { PaymentsBackend } from './backend.ts';
import type { InvoiceRecord, PaymentRecord } from './records.ts';
import { StripeClient } from './stripeClient.ts';
import { createStripeFeed } from './stripeFeed.ts';
import { defineCreateInvoice, definePayInvoice, type InvoiceAnswer, readInvoice, withLines } from './stripeInvoices.ts';
import { mergeSlices, type ReadStripePage, readSlice, scanSlice } from './stripeLists.ts';
import { defineCreatePayment, defineRefundPayment, defineUpdatePayment, readPayment } from './stripePayments.ts';
import { externalInvoiceId, externalPaymentId, idOf, paidBy, toInvoice, toPayment } from './stripeRecords.ts';
import { unlessMissing } from './stripeRefusals.ts';
import { createStripeSystem, type StripeSystem } from './stripeSystem.ts';
import { createStripeWebhookHandler } from './stripeWebhook.ts';

/** Puts Stripe behind the payments, when the settings say so. */
export function openStripe(services: SubgraphServices): OpenVendor<PaymentsBackend> | undefined {
  const account = services.settings.vendors?.payments;
  if (!account) return undefined;
  const system = createStripeSystem(services, account);
  return {
    vendor: 'stripe',
    backend: createStripeBackend(system),
    feed: createStripeFeed(system),
    webhookHandlers: [createStripeWebhookHandler(system)],
  };
}

/** Asks Stripe for the account's balance: any key that is of use here may read it. */
export function askStripe(settings: SubgraphSettings, signal: AbortSignal): Promise<string> | undefined {
  const account = settings.vendors?.payments;
  if (!account) return undefined;
  const client = new StripeClient({ ...account, timeoutMs: settings.vendorTimeoutMs ?? 5_000 });
  return client
    .read((stripe) => stripe.balance.retrieve(), { signal })
    .then(() => `Stripe answers, in ${client.livemode ? 'live' : 'test'} mode.`);
}

/**
 * The payments over Stripe's API. Stripe reads no several objects at once: what is asked for by id is asked for side by
 * side, as far as the policy lets. Lists that Stripe does not have (by order) go by the shadow's ids.
 */
function createStripeBackend(system: StripeSystem): PaymentsBackend {
  const { client, payments, services } = system;
  const { queries } = services.database;

  const listPayments =
    (customer?: string): ReadStripePage<Stripe.PaymentIntent> =>
    async (limit, after) => {
      const params = {
        limit,
        expand: ['data.latest_charge'],
        ...(customer !== undefined && { customer }),
        ...(after !== undefined && { starting_after: after }),
      };
      return (await client.read((stripe) => stripe.paymentIntents.list(params))).value;
    };
  const listInvoices =
    (customer: string): ReadStripePage<Stripe.Invoice> =>
    async (limit, after) => {
      const params = {
        limit,
        customer,
        expand: ['data.payments'],
        ...(after !== undefined && { starting_after: after }),
      };
      return (await client.read((stripe) => stripe.invoices.list(params))).value;
    };

  async function paymentsById(externalIds: readonly string[]): Promise<readonly PaymentRecord[]> {
    const answers = await Promise.all(externalIds.map((id) => unlessMissing(readPayment(system, id))));
    return toPayments(
      system,
      answers.flatMap((answer) => answer?.value ?? []),
    );
  }

  async function paymentsByOrder(orderIds: readonly string[]): Promise<ReadonlyMap<string, readonly PaymentRecord[]>> {
    const externalIds = await payments.externalIdsBy(queries, 'order', orderIds);
    const records = await paymentsById([...new Set([...externalIds.values()].flat())]);
    const newestFirst = records.toSorted((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
    return new Map(orderIds.map((id) => [id, newestFirst.filter(({ orderId }) => orderId === id)]));
  }

  return {
    async payments(statuses, page) {
      const read = listPayments();
      const slice =
        statuses === null
          ? await readSlice(read, page)
          : await scanSlice(read, page, (intent) => statuses.includes(toPayment(intent, null).status));
      return mapNodes(slice, (nodes) => toPayments(system, nodes));
    },
    paymentsById: (ids) => paymentsById(ids.flatMap((id) => externalPaymentId(id) ?? [])),
    paymentsByCustomer: (customerIds, page) =>
      sliceByCustomer(system, customerIds, page, listPayments, (nodes) => toPayments(system, nodes)),
    async paymentsByOrder(orderIds, page) {
      const byOrder = await paymentsByOrder(orderIds);
      return new Map([...byOrder].map(([id, records]) => [id, sliceOf(records, page)]));
    },
    async latestPaymentsByOrder(orderIds) {
      return [...(await paymentsByOrder(orderIds)).values()].flatMap((records) => records.slice(0, 1));
    },
    async invoicesById(ids) {
      const externalIds = ids.flatMap((id) => externalInvoiceId(id) ?? []);
      const answers = await Promise.all(externalIds.map((id) => unlessMissing(readInvoice(system, id))));
      return toInvoices(
        system,
        answers.flatMap((answer) => answer?.value ?? []),
      );
    },
    invoicesByCustomer: (customerIds, page) =>
      sliceByCustomer(system, customerIds, page, listInvoices, (nodes) => toInvoices(system, nodes)),
    createPayment: defineCreatePayment(system),
    updatePayment: defineUpdatePayment(system),
    refundPayment: defineRefundPayment(system),
    createInvoice: defineCreateInvoice(system),
    payInvoice: definePayInvoice(system),
  };
}

/** As Stripe has them now, with what only the shadow knows: when they last changed. */
async function toPayments(
  { customers, payments, services }: StripeSystem,
  intents: readonly Stripe.PaymentIntent[],
): Promise<readonly PaymentRecord[]> {
  const owners = await customers.linked(intents.map(({ customer }) => idOf(customer)));
  const known = await payments.known(
    services.database.queries,
    intents.map(({ id }) => id),
  );
  return intents.map((intent) => {
    const payment = toPayment(intent, owners.get(idOf(intent.customer) ?? '') ?? null);
    return { ...payment, updatedAt: known.get(intent.id)?.updatedAt ?? payment.updatedAt };
  });
}

async function toInvoices(system: StripeSystem, listed: readonly Stripe.Invoice[]): Promise<readonly InvoiceRecord[]> {
  const { customers, invoices, services } = system;
  const whole: readonly InvoiceAnswer[] = await Promise.all(
    listed.map((value) => withLines(system, { value, atMs: 0 })),
  );
  const owners = await customers.linked(listed.map(({ customer }) => idOf(customer)));
  const known = await invoices.known(
    services.database.queries,
    listed.map(({ id }) => id),
  );
  return whole.map(({ value, lines }) => {
    const invoice = toInvoice(value, owners.get(idOf(value.customer) ?? '') ?? null, paidBy(value), lines);
    return { ...invoice, updatedAt: known.get(value.id)?.updatedAt ?? invoice.updatedAt };
  });
}

async function sliceByCustomer<Kind extends { id: string; created: number }, Stored>(
  { customers }: StripeSystem,
  customerIds: readonly string[],
  page: Page,
  list: (customer: string) => ReadStripePage<Kind>,
  toRecords: (nodes: readonly Kind[]) => Promise<readonly Stored[]>,
): Promise<ReadonlyMap<string, Slice<Stored>>> {
  const externalIds = await customers.ofCustomers(customerIds);
  const slices = await Promise.all(
    [...externalIds].map(async ([id, ofCustomer]): Promise<[string, Slice<Stored>]> => {
      const reads = new Map(ofCustomer.map((externalId) => [externalId, list(externalId)]));
      return [id, await mapNodes(await mergeSlices(reads, page), toRecords)];
    }),
  );
  return new Map(slices);
}

async function mapNodes<From, To>(
  slice: Slice<From>,
  toRecords: (nodes: readonly From[]) => Promise<readonly To[]>,
): Promise<Slice<To>> {
  const records = await toRecords(slice.items.map(({ node }) => node));
  const byNode = new Map(slice.items.map(({ node }, index) => [node, records[index] as To]));
  return { ...mapSlice(slice, (node) => byNode.get(node) as To), endMark: slice.endMark };
}

/** A page of a list that is there as a whole. */
function sliceOf(records: readonly PaymentRecord[], { after, limit }: Page): Slice<PaymentRecord> {
  const from = after === null ? 0 : records.findIndex(({ id }) => id === after) + 1;
  const items = records.slice(from, from + limit).map((node) => ({ node, mark: node.id }));
  return { items, hasNextPage: records.length > from + limit };
}
