import Stripe from 'stripe';
import type { FoundCustomer } from '../kit/contracts/customerDirectory.ts';
import type { Transactional } from '../kit/database/database.ts';
import { NotFoundError, SluiceError } from '../kit/errors.ts';
import { parseOrderId } from '../kit/input.ts';
import type { SubgraphServices } from '../kit/subgraph.ts';
import type { LedgerCall } from '../kit/vendor/callLedger.ts';
import type { CreateInvoiceInput, PayInvoiceInput } from './generated/resolvers.ts';
import { parseInvoiceLines } from './parseInvoiceLines.ts';
import type { InvoiceLineRecord, InvoiceRecord } from './records.ts';
import type { StripeAnswer } from './stripeClient.ts';
import { observeAnswer, readPayment } from './stripePayments.ts';
import {
  CALL_METADATA,
  externalInvoiceId,
  idOf,
  invoiceRank,
  ORDER_METADATA,
  paidBy,
  toInvoice,
} from './stripeRecords.ts';
import { orNotFound, refusing } from './stripeRefusals.ts';
import type { StripeSystem } from './stripeSystem.ts';

/** As for payments: Stripe's clock may be behind ours. */
const CLOCK_MARGIN_S = 300;

const EXPAND = ['payments'];

/** An invoice with all its lines, as Stripe had it then. */
export interface InvoiceAnswer extends StripeAnswer<Stripe.Invoice> {
  readonly lines: readonly Stripe.InvoiceLineItem[];
}

interface CreatePlan {
  readonly customer: FoundCustomer;
  readonly orderId: string | null;
  readonly lines: readonly InvoiceLineRecord[];
  readonly dueAt: string | null;
}

const CREATE_ARGUMENTS = { due_date: 'input.dueAt', currency: 'input.lines' };

export function defineCreateInvoice(system: StripeSystem) {
  const { client, customers, writes } = system;

  /** Fills and finalises a draft, from wherever an earlier try has left it. */
  async function finish(draft: Stripe.Invoice, { lines }: CreatePlan, call: LedgerCall, signal: AbortSignal) {
    if (draft.lines.data.length === 0) {
      await client.write(call.key('lines'), signal, (stripe, options) =>
        stripe.invoices.addLines(
          draft.id,
          { lines: lines.map(({ description, amount }) => ({ description, amount: amount.minor })) },
          options,
        ),
      );
    }
    const finalized = await client.write(call.key('finalize'), signal, (stripe, options) =>
      stripe.invoices.finalizeInvoice(draft.id, { auto_advance: false, expand: EXPAND }, options),
    );
    return withLines(system, finalized, signal);
  }

  return writes.define<CreateInvoiceInput, CreatePlan, InvoiceAnswer, InvoiceRecord>({
    mutation: 'createInvoice',
    async plan(services, transaction, input) {
      return {
        lines: parseInvoiceLines(input.lines),
        orderId: parseOrderId('input.orderId', input.orderId),
        dueAt: input.dueAt ?? null,
        customer: await services.customers.find(transaction, input),
      };
    },
    send: refusing(CREATE_ARGUMENTS, async (plan: CreatePlan, call: LedgerCall, signal: AbortSignal) => {
      const { customer, lines, orderId, dueAt } = plan;
      const payer = await customers.ensure(customer, call, signal);
      const { value: draft } = await client.write(call.key('invoice'), signal, (stripe, options) =>
        stripe.invoices.create(
          {
            customer: payer,
            currency: lines[0]?.amount.currencyCode.toLowerCase() ?? '',
            // Sluice asks for the payment itself, by payInvoice.
            auto_advance: false,
            ...(dueAt === null
              ? { collection_method: 'charge_automatically' }
              : { collection_method: 'send_invoice', due_date: Math.floor(Date.parse(dueAt) / 1_000) }),
            pending_invoice_items_behavior: 'exclude',
            metadata: { [CALL_METADATA]: call.id, ...(orderId !== null && { [ORDER_METADATA]: orderId }) },
          },
          options,
        ),
      );
      return finish(draft, plan, call, signal);
    }),
    async look(plan, call, signal) {
      for (const payer of await customers.candidates(plan.customer, signal)) {
        const made = await findByCall(system, payer, call, signal);
        if (made?.value.status === 'draft') return finish(made.value, plan, call, signal);
        if (made) return withLines(system, made, signal);
      }
      return null;
    },
    async record(services, transaction, { customer }, answer) {
      await customers.claim(services, transaction, customer, idOf(answer.value.customer));
      return observeInvoice(system, services, transaction, answer);
    },
  });
}

interface PayPlan {
  readonly id: string;
  readonly externalId: string;
}

/** What paying came to: the invoice, and the payment that paid it. */
interface PaidAnswer {
  readonly invoice: InvoiceAnswer;
  readonly payment: StripeAnswer<Stripe.PaymentIntent> | null;
}

export function definePayInvoice(system: StripeSystem) {
  const { client, writes } = system;

  async function withPayment(answer: StripeAnswer<Stripe.Invoice>, signal: AbortSignal): Promise<PaidAnswer> {
    const intent = paidBy(answer.value);
    const payment = intent === null ? null : await readPayment(system, intent, signal);
    return { invoice: await withLines(system, answer, signal), payment };
  }

  async function readOpen(id: string, externalId: string, signal: AbortSignal): Promise<void> {
    const { value } = await orNotFound(readInvoice(system, externalId, signal), 'Invoice', id);
    if (value.status === 'open') return;
    const { status } = toInvoice(value, null, null);
    const message = `An invoice that is ${status} cannot be paid; only an open one can.`;
    throw new SluiceError('INVALID_TRANSITION', message, { extensions: { from: status, to: 'PAID' } });
  }

  return writes.define<PayInvoiceInput, PayPlan, PaidAnswer, InvoiceRecord>({
    mutation: 'payInvoice',
    async plan(_services, _transaction, { invoiceId: id }) {
      const externalId = externalInvoiceId(id);
      if (externalId === undefined) throw new NotFoundError('Invoice', id);
      return { id, externalId };
    },
    send: refusing({}, async ({ id, externalId }: PayPlan, call: LedgerCall, signal: AbortSignal) => {
      await readOpen(id, externalId, signal);
      const paid = await client
        .write(call.key('pay'), signal, (stripe, options) =>
          stripe.invoices.pay(externalId, { expand: EXPAND }, options),
        )
        .catch(async (error: unknown) => {
          // It may have been paid in between: then the invoice as it is now says so.
          if (error instanceof Stripe.errors.StripeInvalidRequestError) await readOpen(id, externalId, signal);
          throw error;
        });
      return withPayment(paid, signal);
    }),
    async look({ externalId }, _call, signal) {
      const { value, atMs } = await readInvoice(system, externalId, signal);
      return value.status === 'paid' ? withPayment({ value, atMs }, signal) : null;
    },
    async record(services, transaction, _plan, { invoice, payment }) {
      if (payment) await observeAnswer(system, services, transaction, payment);
      return observeInvoice(system, services, transaction, invoice, ['status', 'backendStatus', 'paymentId']);
    },
  });
}

/** One invoice as it is now, with what paid it. */
export function readInvoice(
  { client }: StripeSystem,
  externalId: string,
  signal?: AbortSignal,
): Promise<StripeAnswer<Stripe.Invoice>> {
  return client.read((stripe) => stripe.invoices.retrieve(externalId, { expand: EXPAND }), { signal });
}

/** Stripe shows ten lines with the invoice; the rest is asked for. */
export async function withLines(
  { client }: StripeSystem,
  { value, atMs }: StripeAnswer<Stripe.Invoice>,
  signal?: AbortSignal,
): Promise<InvoiceAnswer> {
  const lines = [...value.lines.data];
  for (let hasMore = value.lines.has_more; hasMore; ) {
    const { value: page } = await client.read(
      (stripe) => stripe.invoices.listLineItems(value.id, { limit: 100, starting_after: lines.at(-1)?.id as string }),
      { signal },
    );
    lines.push(...page.data);
    hasMore = page.has_more && page.data.length > 0;
  }
  return { value, atMs, lines };
}

/** Records an invoice as Stripe has just given it. */
async function observeInvoice(
  { invoices }: StripeSystem,
  services: SubgraphServices,
  transaction: Transactional,
  { value, atMs, lines }: InvoiceAnswer,
  changed?: readonly (keyof InvoiceRecord & string)[],
): Promise<InvoiceRecord> {
  const billed = idOf(value.customer);
  const owners = await services.customers.customersOf(transaction, 'payments', billed === null ? [] : [billed]);
  const invoice = toInvoice(value, owners.get(billed ?? '') ?? null, paidBy(value), lines);
  const observed = await invoices.observe(services.changes, transaction, {
    externalId: value.id,
    atMs,
    rank: invoiceRank(invoice),
    state: () => invoice,
    changed,
  });
  return observed ?? invoice;
}

async function findByCall(
  { client }: StripeSystem,
  customer: string,
  call: LedgerCall,
  signal: AbortSignal,
): Promise<StripeAnswer<Stripe.Invoice> | null> {
  const since = Math.floor(call.begunMs / 1_000) - CLOCK_MARGIN_S;
  for (let after: string | undefined; ; ) {
    const { value: page, atMs } = await client.read(
      (stripe) =>
        stripe.invoices.list({
          customer,
          created: { gte: since },
          limit: 100,
          expand: ['data.payments'],
          ...(after !== undefined && { starting_after: after }),
        }),
      { signal },
    );
    const made = page.data.find(({ metadata }) => metadata?.[CALL_METADATA] === call.id);
    if (made) return { value: made, atMs };
    after = page.data.at(-1)?.id;
    if (!page.has_more || after === undefined) return null;
  }
}
