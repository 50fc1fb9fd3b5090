import type { SubgraphServices } from '../kit/subgraph.ts';
import { CallLedger } from '../kit/vendor/callLedger.ts';
import { withHiddenFields } from '../kit/vendor/hiddenFields.ts';
import { createShadow, type Shadow } from '../kit/vendor/shadow.ts';
import { accepted, type ShopifyAccount, ShopifyClient, ShopifyRefusal } from '../kit/vendor/shopifyClient.ts';
import { VendorWrites } from '../kit/vendor/vendorWrites.ts';
import type { OrderRecord, ProductRecord } from './records.ts';
import { orderType, productType } from './recordTypes.ts';
import { CALL_METAFIELD, type VariantRecord } from './shopifyRecords.ts';

/** What the parts of the Shopify backend share. */
export interface ShopifySystem {
  readonly services: SubgraphServices;
  readonly client: ShopifyClient;
  readonly writes: VendorWrites;
  readonly orders: Shadow<OrderRecord>;
  readonly products: Shadow<VariantRecord>;
  /** The shop's currency, which its prices are in. Asked for once. */
  currency(signal?: AbortSignal): Promise<string>;
  /** Makes the metafields of ours in the shop, where they are not yet. Once done, it does nothing. */
  prepare(signal: AbortSignal): Promise<void>;
}

const SHOP = 'query Shop { shop { currencyCode } }';
const DEFINE = `mutation DefineMetafield($definition: MetafieldDefinitionInput!) {
  metafieldDefinitionCreate(definition: $definition) { userErrors { field message code } }
}`;

export function createShopifySystem(services: SubgraphServices, account: ShopifyAccount): ShopifySystem {
  const { database, settings } = services;
  const { vendorDeadlineMs = 30_000, vendorTimeoutMs = 5_000 } = settings;
  const client = new ShopifyClient(account, {
    system: 'commerce',
    timeoutMs: vendorTimeoutMs,
    activity: services.vendorActivity,
  });
  const ledger = new CallLedger({ database, system: 'commerce', deadlineMs: vendorDeadlineMs });

  return {
    services,
    client,
    writes: new VendorWrites(services, ledger),
    orders: createShadow({ type: orderType, references: ({ customerId }) => ({ customer: customerId }) }),
    products: createShadow({
      type: withHiddenFields<VariantRecord, ProductRecord, 'Product'>(productType, ['parent']).type,
      references: ({ sku, parent }) => ({ sku, parent }),
    }),
    currency: once(async (signal) => {
      type Answer = { shop: { currencyCode: string } };
      return (await client.ask<Answer>(SHOP, {}, { signal })).shop.currencyCode;
    }),
    prepare: once(async (signal) => {
      for (const ownerType of ['ORDER', 'PRODUCT']) await defineCallMetafield(client, ownerType, signal);
    }),
  };
}

/** Of the type `id`: Shopify keeps its values unique, and finds a record by them at once. */
async function defineCallMetafield(
  client: ShopifyClient,
  ownerType: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const definition = { ...CALL_METAFIELD, name: 'Sluice call', type: 'id', ownerType };
  type Answer = { metafieldDefinitionCreate: Parameters<typeof accepted>[0] };
  try {
    accepted((await client.ask<Answer>(DEFINE, { definition }, { signal })).metafieldDefinitionCreate);
  } catch (error) {
    if (!(error instanceof ShopifyRefusal) || error.code !== 'TAKEN') throw error;
  }
}

/** What is asked for once; again only after it failed. */
function once<Result>(
  ask: (signal: AbortSignal | undefined) => Promise<Result>,
): (signal?: AbortSignal) => Promise<Result> {
  let asked: Promise<Result> | undefined;
  return (signal) => {
    asked ??= ask(signal).catch((error: unknown) => {
      asked = undefined;
      throw error;
    });
    return asked;
  };
}
