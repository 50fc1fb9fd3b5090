import fc from 'fast-check';
import { fastify as createFastify } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerErrorsAsGraphQL } from '../../gateway/server/httpErrors.ts';
import { createErrorPresenter } from '../../gateway/server/presentError.ts';
import { createVerifiers } from '../../gateway/webhooks/receive/createVerifiers.ts';
import { serveWebhooks } from '../../gateway/webhooks/receive/serveWebhooks.ts';
import { WebhookReceiver } from '../../gateway/webhooks/receive/webhookReceiver.ts';
import { migrations } from '../../subgraphs/integration/tables.ts';
import { createReceivedWebhooks } from '../../subgraphs/integration/webhooks/receivedWebhooks.ts';
import type { Database } from '../../subgraphs/kit/database/database.ts';
import { migrate } from '../../subgraphs/kit/database/migrate.ts';
import { Disposal } from '../harness/disposal.ts';
import { engines } from '../harness/engines.ts';
import { openDatabase } from '../harness/openDatabase.ts';
import { NEW, OLD, type SigningVendor, signedEnvironment, signingVendors } from './signingVendors.ts';

const HOUR_MS = 3_600_000;
const RUNS = { numRuns: 40 };

/** The receipt of webhooks of every source, also of vendors that no system here has behind it. */
async function startReceipt(database: Database) {
  const webhooks = createReceivedWebhooks(database);
  const receiver = new WebhookReceiver({ verifiers: createVerifiers(signedEnvironment), webhooks, onStored: () => {} });
  const failures: unknown[] = [];
  const fastify = createFastify();
  fastify.addHook('onError', async (_request, reply, error) => {
    if (reply.statusCode >= 500) failures.push(error);
  });
  answerErrorsAsGraphQL(fastify, createErrorPresenter(fastify.log as never));
  serveWebhooks(fastify, receiver);
  const url = await fastify.listen({ host: '127.0.0.1', port: 0 });
  return { url, receiver, failures, [Symbol.asyncDispose]: () => fastify.close() };
}

/** Requests that are no webhook of the vendor, in each way in which they may not be. */
function refusedRequests({ body, maxAgeMs, sign }: SigningVendor, url: string) {
  const now = Date.now();
  const signed = (text: string, at = now) => ({ body: text, headers: sign(text, OLD, at, url) });
  const names = Object.keys(sign(body, OLD, now, url));
  const headerText = fc.string({ unit: 'grapheme-ascii', maxLength: 200 });
  const isJson = (text: string) => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  return {
    'forged: a byte of it is another': fc
      .nat(body.length - 1)
      .map((at) => ({ ...signed(body), body: `${body.slice(0, at)}~${body.slice(at + 1)}` })),
    'forged: signed by whoever': fc
      .uint8Array({ minLength: 24, maxLength: 24 })
      .map((key) => ({ body, headers: sign(body, `whsec_${Buffer.from(key).toString('base64')}`, now, url) }))
      .filter(({ headers }) => JSON.stringify(headers) !== JSON.stringify(sign(body, NEW, now, url))),
    'forged: with any headers': fc
      .tuple(fc.dictionary(fc.constantFrom(...names), headerText), fc.string({ unit: 'binary' }))
      .map(([headers, text]) => ({ headers, body: text })),
    'replayed: sent again when it is old': fc
      .integer({ min: 2_000, max: 20 * HOUR_MS })
      .map((ms) => signed(body, now - maxAgeMs - ms)),
    'future-dated': fc.integer({ min: 302_000, max: 1_000 * HOUR_MS }).map((ms) => signed(body, now + ms)),
    oversized: fc
      .integer({ min: 1, max: 100_000 })
      .map((more) => signed(JSON.stringify('x'.repeat(1024 * 1024 - 2 + more)))),
    'malformed: signed, and no JSON': fc
      .string({ unit: 'binary', maxLength: 500 })
      .filter((text) => !isJson(text))
      .map((text) => signed(text)),
  };
}

describe.each(engines)('What is sent to /webhooks, on $name', (engine) => {
  const disposal = new Disposal();
  let database: Database;
  let receipt: Awaited<ReturnType<typeof startReceipt>>;
  beforeAll(async () => {
    const storage = disposal.use(await engine.create());
    database = disposal.use(openDatabase(storage));
    await migrate(database, [{ component: 'integration', migrations }]);
    receipt = disposal.use(await startReceipt(database));
  });
  afterAll(() => disposal[Symbol.asyncDispose]());

  const stored = async (source: string) => {
    const tables = database.queries.withTables<{ sluice_webhook_received: { source: string; external_id: string } }>();
    const rows = await tables.selectFrom('sluice_webhook_received').selectAll().where('source', '=', source).execute();
    return rows.map((row) => row.external_id).sort();
  };
  const refused = (source: string) => {
    const counts = receipt.receiver.counts().find((count) => count.source === source);
    return Object.values(counts?.refused ?? {}).reduce((sum, count) => sum + count, 0);
  };

  describe.each(Object.entries(signingVendors))('as if by %s', (source, vendor) => {
    const path = `/webhooks/${source}`;
    const post = ({ headers, body }: { headers: Readonly<Record<string, string>>; body: string }) =>
      fetch(receipt.url + path, { method: 'POST', headers, body: Buffer.from(body) });

    it.each(Object.keys(refusedRequests(vendor, '')) as (keyof ReturnType<typeof refusedRequests>)[])(
      'is refused and counted, and nothing is stored of it: %s',
      async (kind) => {
        const before = await stored(source);
        await fc.assert(
          fc.asyncProperty(refusedRequests(vendor, receipt.url + path)[kind], async (request) => {
            const counted = refused(source);
            const { status } = await post(request);
            expect(status).toBe(kind === 'oversized' ? 413 : 401);
            expect(refused(source)).toBe(counted + 1);
          }),
          kind === 'oversized' ? { numRuns: 4 } : RUNS,
        );
        expect(await stored(source)).toEqual(before);
        expect(receipt.failures).toEqual([]);
      },
      60_000,
    );

    it('is taken when it is signed, however often it is replayed in time, and stored once', async () => {
      const headers = vendor.sign(vendor.body, NEW, Date.now(), receipt.url + path);
      const answers = await Promise.all(Array.from({ length: 20 }, () => post({ headers, body: vendor.body })));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      expect(await stored(source)).toEqual([...vendor.ids].sort());
    });
  });
});
