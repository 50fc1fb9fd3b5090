import type { Transactional } from '../kit/database/database.ts';
import { demoCustomers } from '../kit/seed/demoCustomers.ts';
import { type DemoOrder, demoOrders } from '../kit/seed/demoOrders.ts';
import { insertRows } from '../kit/seed/insertRows.ts';
import { seedId } from '../kit/seed/seedId.ts';
import type { InvoiceRow, PaymentRow } from './sqlTables.ts';
import type { PaymentsTables } from './tables.ts';
import { testOutcome } from './testPaymentMethods.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const CURRENCIES = ['EUR', 'EUR', 'EUR', 'USD', 'GBP'] as const;
const METHODS = [
  'pm_card_visa',
  'pm_card_visa',
  'pm_card_mastercard',
  'pm_card_visa',
  'pm_card_chargeDeclined',
] as const;

/** Where the ids of the orders' payments begin, beyond those of the customers'. */
const FIRST_ORDER_PAYMENT = 10_000;

/** Up to four payments for every demo customer, one for every order that was paid or failed, and some invoices. */
export async function seed(transaction: Transactional): Promise<void> {
  const customers = demoCustomers();
  const payments = customers.flatMap(({ id, createdAt }, index) =>
    Array.from({ length: index % 5 }, (_, step) =>
      demoPayment(
        id,
        Date.parse(createdAt) + (step + 1) * 40 * DAY_MS,
        index * 5 + step,
        METHODS[(index * 5 + step) % METHODS.length] ?? 'pm_card_visa',
      ),
    ),
  );
  const invoices = customers
    .filter((_, index) => index % 3 === 0)
    .map(({ id, createdAt }, index) => demoInvoice(id, Date.parse(createdAt) + 5 * DAY_MS, index));
  const ofOrders = demoOrders().flatMap(orderPayment);
  await insertRows<PaymentsTables, 'payments_payment'>(transaction, 'payments_payment', [...payments, ...ofOrders]);
  await insertRows<PaymentsTables, 'payments_invoice'>(transaction, 'payments_invoice', invoices);
}

function demoPayment(customerId: string, atMs: number, index: number, method: string): PaymentRow {
  const at = new Date(atMs).toISOString();
  const { status, failureCode } = testOutcome(method);
  return {
    id: seedId('pay', atMs, index),
    customer_id: customerId,
    order_id: null,
    amount_minor: 1_990 + ((index * 737) % 48_000),
    refunded_minor: 0,
    currency_code: CURRENCIES[index % CURRENCIES.length] ?? 'EUR',
    status,
    failure_code: failureCode,
    payment_method: method,
    description: `Subscription, month ${(index % 12) + 1}`,
    created_at: at,
    updated_at: at,
  };
}

/** What the customer paid for the order, or tried to. */
function orderPayment(order: DemoOrder, index: number): PaymentRow[] {
  if (order.status === 'PENDING' || order.status === 'CANCELLED') return [];
  const method = order.status === 'FAILED' ? 'pm_card_chargeDeclined' : 'pm_card_visa';
  return [
    {
      ...demoPayment(order.customerId, Date.parse(order.createdAt) + HOUR_MS, FIRST_ORDER_PAYMENT + index, method),
      order_id: order.id,
      amount_minor: order.totalMinor,
      currency_code: 'EUR',
      description: `Order ${order.id}`,
    },
  ];
}

function demoInvoice(customerId: string, atMs: number, index: number): InvoiceRow {
  const at = new Date(atMs).toISOString();
  const minor = 9_900 + ((index * 411) % 90_000);
  return {
    id: seedId('inv', atMs, index),
    customer_id: customerId,
    order_id: null,
    payment_id: null,
    total_minor: minor,
    currency_code: 'EUR',
    status: index % 4 === 0 ? 'VOID' : 'OPEN',
    lines: JSON.stringify([{ description: 'Set-up and training, one day', minor }]),
    due_at: new Date(atMs + 30 * DAY_MS).toISOString(),
    created_at: at,
    updated_at: at,
  };
}
