import { Webhook } from 'standardwebhooks';
import { Pool } from 'undici';
import { percentile } from '../statistics.ts';

export interface WebhookLoad {
  /** Without a path. */
  readonly url: string;
  /** Where webhooks go, such as `/webhooks/standard/bench`. */
  readonly path: string;
  /** Signs them, as Standard Webhooks has it. */
  readonly secret: string;
  /** Begins each webhook's id, which no other load may have had. */
  readonly idPrefix: string;
  /** Sent at this pace, whether those before have been answered or not. */
  readonly perSecond: number;
  readonly seconds: number;
}

export interface WebhookFigures {
  readonly sent: number;
  /** Answered with 200. */
  readonly accepted: number;
  /** Until the last answer. */
  readonly acceptedPerSecond: number;
  /** From when a webhook was due to be sent until its answer. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** More than wait for an answer at any time, as long as a server answers within its senders' limits. */
const CONNECTIONS = 500;

interface Prepared {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Sends webhooks as vendors do, who do not wait for each other: each at its time, and its latency is counted from that
 * time on, also when this process, or a connection, is late. All are signed before the first is sent.
 */
export async function loadWebhooks(load: WebhookLoad): Promise<WebhookFigures> {
  const { url, path, perSecond, seconds } = load;
  const webhooks = Array.from({ length: Math.round(perSecond * seconds) }, (_, number) => prepare(load, number));
  const pool = new Pool(url, { connections: CONNECTIONS, pipelining: 1 });
  const latenciesMs: number[] = [];
  let accepted = 0;
  const startedAt = performance.now();
  let answeredAt = startedAt;
  const dueAt = (number: number) => startedAt + (number * 1_000) / perSecond;
  const send = async (webhook: Prepared, number: number): Promise<void> => {
    const { statusCode, body } = await pool.request({ path, method: 'POST', ...webhook });
    await body.dump();
    answeredAt = performance.now();
    latenciesMs.push(answeredAt - dueAt(number));
    if (statusCode === 200) accepted += 1;
  };
  try {
    const sending: Promise<void>[] = [];
    while (sending.length < webhooks.length) {
      while (sending.length < webhooks.length && dueAt(sending.length) <= performance.now())
        sending.push(send(webhooks[sending.length] as Prepared, sending.length));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await Promise.all(sending);
  } finally {
    await pool.destroy();
  }
  return {
    sent: webhooks.length,
    accepted,
    acceptedPerSecond: (accepted * 1_000) / (answeredAt - startedAt),
    p50Ms: percentile(latenciesMs, 50),
    p99Ms: percentile(latenciesMs, 99),
    maxMs: Math.max(...latenciesMs),
  };
}

function prepare({ idPrefix, secret }: WebhookLoad, number: number): Prepared {
  const id = `${idPrefix}${number}`;
  const at = new Date();
  const body = JSON.stringify({ type: 'order.paid', timestamp: at.toISOString(), data: orderOf(number) });
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
    },
  };
}

/** About a kilobyte, as vendors' events are. */
function orderOf(number: number): object {
  const lines = Array.from({ length: 6 }, (_, line) => ({
    sku: `SKU-${number}-${line}`,
    title: 'A thing that somebody has bought, with a name of usual length',
    quantity: line + 1,
    price: { amount: '12.50', currencyCode: 'EUR' },
  }));
  return { order: { id: `order_${number}`, customer: { email: `customer${number}@example.com` }, lines } };
}
