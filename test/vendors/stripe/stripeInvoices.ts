import { listOf, type Parameters, textOf, within } from './formParameters.ts';
import { invalid, missing, type StripeInvoice } from './stripeObjects.ts';
import type { StripePayments } from './stripePayments.ts';
import { newId, type StripeStore } from './stripeStore.ts';

/** Lines that an invoice shows itself; the rest is at `/lines`. */
const LINES_SHOWN = 10;

/** Invoices and their lines. */
export class StripeInvoices {
  readonly invoices = new Map<string, StripeInvoice>();
  readonly #store: StripeStore;
  readonly #payments: StripePayments;

  constructor(store: StripeStore, payments: StripePayments) {
    this.#store = store;
    this.#payments = payments;
  }

  invoice(id: string): StripeInvoice {
    const invoice = this.invoices.get(id);
    if (!invoice) throw missing('invoice', id);
    return invoice;
  }

  create(params: Parameters): StripeInvoice {
    const due = textOf(params, 'due_date');
    if (
      textOf(params, 'collection_method') === 'send_invoice' &&
      due === undefined &&
      !textOf(params, 'days_until_due')
    ) {
      throw invalid('If invoicing by email, either `due_date` or `days_until_due` must be set.');
    }
    const invoice: StripeInvoice = {
      ...this.#store.base('in', 'invoice'),
      customer: this.#payments.customer(textOf(params, 'customer') ?? '', 'customer').id,
      currency: textOf(params, 'currency') ?? 'usd',
      status: 'draft',
      due_date: due === undefined ? null : Number(due),
      total: 0,
      metadata: { ...(within(params, 'metadata') as Record<string, string>) },
      lines: [],
      paidBy: null,
    };
    this.invoices.set(invoice.id, invoice);
    this.#emit('invoice.created', invoice);
    return invoice;
  }

  addLines(invoice: StripeInvoice, params: Parameters): StripeInvoice {
    if (invoice.status !== 'draft')
      throw invalid('This invoice is no longer a draft.', { code: 'invoice_not_editable' });
    for (const line of listOf(params, 'lines') as readonly Parameters[]) {
      invoice.lines.push({
        id: newId('il'),
        object: 'line_item',
        amount: Number(textOf(line, 'amount')),
        currency: invoice.currency,
        description: textOf(line, 'description') ?? '',
      });
    }
    invoice.total = invoice.lines.reduce((sum, { amount }) => sum + amount, 0);
    this.#emit('invoice.updated', invoice);
    return invoice;
  }

  finalize(invoice: StripeInvoice): StripeInvoice {
    if (invoice.status !== 'draft') throw invalid("This invoice is already finalized, you can't re-finalize it.");
    return this.#move(invoice, 'open', 'invoice.finalized');
  }

  /** @throws StripeRefusal 402 when the customer's method is declined */
  pay(invoice: StripeInvoice, params: Parameters): StripeInvoice {
    if (invoice.status === 'paid') throw invalid('Invoice is already paid', { code: 'invoice_already_paid' });
    if (invoice.status !== 'open') throw invalid(`You can only pay an open invoice; this one is ${invoice.status}.`);
    const customer = this.#payments.customer(invoice.customer);
    const method = textOf(params, 'payment_method') ?? customer.invoice_settings.default_payment_method;
    if (!method) {
      throw invalid('There is no default payment method set on this customer.', { code: 'missing' });
    }
    const intent = this.#payments.createIntent({
      amount: String(invoice.total),
      currency: invoice.currency,
      customer: invoice.customer,
      payment_method: method,
      confirm: 'true',
      description: 'Payment for Invoice',
    });
    invoice.paidBy = intent.id;
    return this.#move(invoice, 'paid', 'invoice.paid', 'invoice.payment_succeeded');
  }

  voidInvoice(invoice: StripeInvoice): StripeInvoice {
    return this.#move(invoice, 'void', 'invoice.voided');
  }

  delete(invoice: StripeInvoice): object {
    if (invoice.status !== 'draft') throw invalid('You can only delete draft invoices.');
    this.invoices.delete(invoice.id);
    this.#emit('invoice.deleted', invoice);
    return { id: invoice.id, object: 'invoice', deleted: true };
  }

  /** As the API shows it; `payments` only when it was asked for. */
  show({ lines, paidBy, ...invoice }: StripeInvoice, expand: readonly string[] = []): object {
    const shown = lines.slice(0, LINES_SHOWN);
    const url = `/v1/invoices/${invoice.id}/lines`;
    return {
      ...invoice,
      lines: { object: 'list', url, has_more: lines.length > shown.length, data: shown },
      ...(expand.includes('payments') && { payments: this.#paymentsOf(invoice.id, paidBy) }),
    };
  }

  payments(query: Parameters): object {
    const id = textOf(query, 'invoice') ?? '';
    return this.#paymentsOf(id, this.invoice(id).paidBy);
  }

  #paymentsOf(invoice: string, paidBy: string | null): object {
    const payment = { object: 'invoice_payment', invoice, is_default: true, status: 'paid' };
    const data =
      paidBy === null
        ? []
        : [{ id: `inpay_${paidBy}`, ...payment, payment: { type: 'payment_intent', payment_intent: paidBy } }];
    return { object: 'list', url: '/v1/invoice_payments', has_more: false, data };
  }

  #move(invoice: StripeInvoice, status: StripeInvoice['status'], ...events: string[]): StripeInvoice {
    invoice.status = status;
    for (const event of events) this.#emit(event, invoice);
    this.#emit('invoice.updated', invoice);
    return invoice;
  }

  #emit(type: string, invoice: StripeInvoice): void {
    this.#store.emit(type, this.show(invoice));
  }
}
