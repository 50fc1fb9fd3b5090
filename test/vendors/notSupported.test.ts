import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IntegrationTables } from '../../subgraphs/integration/tables.ts';
import { engines, type TestStorage } from '../harness/engines.ts';
import { openDatabase } from '../harness/openDatabase.ts';
import { startSluice, type TestSluice } from '../harness/startSluice.ts';
import { hubspot, shopifyVariables, slackAndSmtp, stripe, type TestBackend, zendesk } from './backends.ts';
import { type ShopifyEmulator, startShopify } from './shopify/shopifyEmulator.ts';

/** A customer as whom nobody with an address is known. */
const NAMELESS = 'cus_nameless';
const price = (currencyCode: string) => ({ amount: '10.00', currencyCode });

interface Lack {
  readonly vendor: string;
  readonly mutation: string;
  readonly argument: string;
  readonly input: object;
}

/** What each vendor has nothing of, a call that asks for it each. The ids of records are those that the test makes. */
const LACKS: readonly Lack[] = [
  {
    vendor: 'HubSpot',
    mutation: 'createContact',
    argument: 'input.owner',
    input: { email: 'new@example.com', owner: 'nobody@example.com' },
  },
  {
    vendor: 'HubSpot',
    mutation: 'updateContact',
    argument: 'input.owner',
    input: { id: 'the contact', owner: 'nobody@example.com' },
  },
  {
    vendor: 'Zendesk',
    mutation: 'createTicket',
    argument: 'input.customerId',
    input: { customerId: NAMELESS, subject: 'Where is it?', body: 'I wait.' },
  },
  {
    vendor: 'Shopify',
    mutation: 'createProduct',
    argument: 'input.price.currencyCode',
    input: { sku: 'CHAIR', title: 'Chair', price: price('USD') },
  },
  {
    vendor: 'Shopify',
    mutation: 'updateProduct',
    argument: 'input.price.currencyCode',
    input: { id: 'the product', price: price('USD') },
  },
  {
    vendor: 'Shopify',
    mutation: 'updateProduct',
    argument: 'input.title',
    input: { id: 'the product', title: 'A lamp' },
  },
  {
    vendor: 'Shopify',
    mutation: 'placeOrder',
    argument: 'input.customerId',
    input: { customerId: NAMELESS, lines: [{ sku: 'LAMP', quantity: 1 }] },
  },
  {
    vendor: 'Shopify',
    mutation: 'adjustStock',
    argument: 'input.location',
    input: { sku: 'LAMP', location: 'atlantis', delta: 1 },
  },
];

/** Vendors that have all of the contract. */
const LACK_NOTHING = ['Stripe', 'Slack', 'SMTP'];

describe.each(engines)('What a vendor has nothing of, on $name', (engine) => {
  let behind: readonly TestBackend[];
  let shopify: ShopifyEmulator;
  let storage: TestStorage;
  let sluice: TestSluice;
  let ids: Readonly<Record<string, string>>;
  beforeAll(async () => {
    behind = await Promise.all([hubspot, zendesk, stripe, slackAndSmtp].map((backend) => backend.start()));
    shopify = await startShopify();
    const variants = ['LAMP', 'LAMP-L'].map((sku) => shopify.shop.addProduct({ title: 'Lamp', sku, price: '10.00' }));
    // Two variants of one product.
    const [first, second] = variants as [(typeof variants)[0], (typeof variants)[0]];
    shopify.shop.variants.set(second.id, { ...second, productId: first.productId });
    storage = await engine.create(
      Object.assign({ SEED: 'none' }, shopifyVariables(shopify), ...behind.map(({ variables }) => variables)),
    );
    sluice = await startSluice({ storage });
    await addNameless(storage);
    const { data } = await sluice.ask(
      `mutation { createContact(input: { email: "known@example.com" }) { contact { id } } }`,
    );
    ids = { 'the contact': data.createContact.contact.id, 'the product': `prod_${first.id.replace(/\D/g, '')}` };
  });
  afterAll(async () => {
    await sluice[Symbol.asyncDispose]();
    await storage[Symbol.asyncDispose]();
    for (const emulator of [shopify, ...behind]) await emulator[Symbol.asyncDispose]();
  });

  it.each(LACKS)('is told by $mutation at $vendor, with $argument', async ({ mutation, argument, input }) => {
    const head = await sluice.head();
    const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
    const text = `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename } }`;
    const given = Object.fromEntries(Object.entries(input).map(([name, value]) => [name, ids[value] ?? value]));
    const { data, errors } = await sluice.ask(text, { input: given });
    expect(data).toBeNull();
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({
      path: [mutation],
      extensions: { code: 'NOT_SUPPORTED_BY_BACKEND', field: argument },
    });
    expect(await sluice.head()).toBe(head);
  });
});

describe('docs/vendors.md', () => {
  const [, section = ''] =
    /\n## What a vendor lacks\n([\s\S]*?)\n## /.exec(readFileSync('docs/vendors.md', 'utf8')) ?? [];
  const rows = [...section.matchAll(/^\| (\w+) \| (?:`(\w+)`, `([\w.]+)`|nothing) \|/gm)].map(([, ...cells]) => cells);

  it('lists what each vendor has nothing of', () => {
    const lacks = LACKS.map(({ vendor, mutation, argument }) => [vendor, mutation, argument]);
    expect(rows.filter(([, mutation]) => mutation !== undefined)).toEqual(lacks);
  });

  it('names the vendors that have all', () => {
    expect(rows.filter(([, mutation]) => mutation === undefined).map(([vendor]) => vendor)).toEqual(LACK_NOTHING);
  });
});

async function addNameless(storage: TestStorage): Promise<void> {
  await using database = openDatabase(storage);
  const now = new Date().toISOString();
  await database.queries
    .withTables<IntegrationTables>()
    .insertInto('integration_customer')
    .values({ id: NAMELESS, name: null, email: null, created_at: now, updated_at: now })
    .execute();
}
