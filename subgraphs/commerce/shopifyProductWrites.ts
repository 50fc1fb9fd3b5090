import { NotFoundError, SluiceError } from '../kit/errors.ts';
import { parseText } from '../kit/input.ts';
import { formatMoney, type MinorUnits, parseMoney } from '../kit/money.ts';
import { parseSku } from '../kit/skuQuantities.ts';
import type { LedgerCall } from '../kit/vendor/callLedger.ts';
import { notSupported } from '../kit/vendor/notSupported.ts';
import { accepted, type ShopifyUserError } from '../kit/vendor/shopifyClient.ts';
import { externalIdOf } from '../kit/vendor/shopifyIds.ts';
import type { CreateProductInput, UpdateProductInput } from './generated/resolvers.ts';
import { MAX_TITLE } from './limits.ts';
import type { ProductRecord } from './records.ts';
import { observeVariant, type ReadVariant } from './shopifyObservations.ts';
import { readVariants, readVariantsOf } from './shopifyProducts.ts';
import { CALL_METAFIELD, externalProductId, productId, type ShopifyVariant, toProduct } from './shopifyRecords.ts';
import { toRefusal } from './shopifyRefusals.ts';
import { findBySku } from './shopifySkus.ts';
import type { ShopifySystem } from './shopifySystem.ts';

interface CreatePlan {
  readonly sku: string;
  readonly title: string;
  readonly price: MinorUnits;
}

interface UpdatePlan {
  readonly externalId: string;
  /** Undefined leaves it as it is. */
  readonly title?: string;
  readonly price?: MinorUnits;
}

type Payload = { readonly userErrors: readonly ShopifyUserError[] };

const SET = `mutation SetProduct($input: ProductSetInput!, $identifier: ProductSetIdentifiers) {
  productSet(input: $input, identifier: $identifier, synchronous: true) { product { id } userErrors { field message } }
}`;
const FIND_BY_CALL = `query ProductOfCall($identifier: ProductIdentifierInput!) {
  productByIdentifier(identifier: $identifier) { id }
}`;
const RENAME = `mutation RenameProduct($product: ProductUpdateInput!) {
  productUpdate(product: $product) { userErrors { field message } }
}`;
const PRICE = `mutation PriceVariant($productId: ID!, $variants: [ProductVariantsBulkInput!]!) {
  productVariantsBulkUpdate(productId: $productId, variants: $variants) { userErrors { field message } }
}`;

/** The one option of a product that has none to choose from. */
const DEFAULT_OPTION = { optionName: 'Title', name: 'Default Title' };

/**
 * A product is made by an upsert that is keyed by the call, in a unique metafield of ours: however often it is sent, there
 * is one. Shopify lets several products have one number; Sluice looks before it makes another.
 */
export function defineCreateProduct(system: ShopifySystem) {
  const { client, writes } = system;

  async function ofCall(call: LedgerCall, signal: AbortSignal): Promise<ReadVariant | null> {
    const identifier = { customId: { ...CALL_METAFIELD, value: call.id } };
    type Answer = { productByIdentifier: { id: string } | null };
    const readMs = Date.now();
    const { productByIdentifier: made } = await client.ask<Answer>(FIND_BY_CALL, { identifier }, { signal });
    const [variant] = made ? await readVariantsOf(client, [externalIdOf(made.id)], { signal }) : [];
    return variant ? { variant, readMs, currency: await system.currency(signal) } : null;
  }

  return writes.define<CreateProductInput, CreatePlan, ReadVariant, ProductRecord>({
    mutation: 'createProduct',
    plan: async (_services, _transaction, { sku, title, price }) => ({
      sku: parseSku('input.sku', sku),
      title: parseText('input.title', title, MAX_TITLE),
      price: parseMoney('input.price', price),
    }),
    async send({ sku, title, price }, call, signal) {
      await system.prepare(signal);
      await requireCurrency(system, price, signal);
      const taken = (await findBySku(system, [sku], { signal })).get(sku);
      if (taken) throw productExists(taken);
      const input = {
        title,
        productOptions: [{ name: DEFAULT_OPTION.optionName, values: [{ name: DEFAULT_OPTION.name }] }],
        variants: [
          {
            optionValues: [DEFAULT_OPTION],
            price: formatMoney(price).amount,
            inventoryItem: { sku, tracked: true },
          },
        ],
      };
      const identifier = { customId: { ...CALL_METAFIELD, value: call.id } };
      await client
        .ask<{ productSet: Payload }>(SET, { input, identifier }, { signal })
        .then(({ productSet }) => accepted(productSet))
        .catch((error: unknown) => {
          throw toRefusal(error, 'Product', '');
        });
      const made = await ofCall(call, signal);
      if (!made) throw new NotFoundError('Product', productId(''));
      return made;
    },
    look: (_plan, call, signal) => ofCall(call, signal),
    record: async (services, transaction, _plan, read) =>
      requireProduct(await observeVariant(system, services, transaction, read), read.variant),
  });
}

export function defineUpdateProduct(system: ShopifySystem) {
  const { client, writes } = system;

  async function read(externalId: string, signal: AbortSignal): Promise<ReadVariant> {
    const readMs = Date.now();
    const [variant] = await readVariants(client, [externalId], { signal });
    if (!variant) throw new NotFoundError('Product', productId(externalId));
    return { variant, readMs, currency: await system.currency(signal) };
  }

  return writes.define<UpdateProductInput, UpdatePlan, ReadVariant, ProductRecord>({
    mutation: 'updateProduct',
    async plan(_services, _transaction, { id, title, price }) {
      const fields = {
        ...(title != null && { title: parseText('input.title', title, MAX_TITLE) }),
        ...(price != null && { price: parseMoney('input.price', price) }),
      };
      const externalId = externalProductId(id);
      if (externalId === undefined) throw new NotFoundError('Product', id);
      return { externalId, ...fields };
    },
    async send({ externalId, title, price }, _call, signal) {
      const before = await read(externalId, signal);
      const { variant, currency } = before;
      const record = requireProduct(toProduct(variant, currency), variant);
      const isRenamed = title !== undefined && title !== record.title;
      const isPriced = price !== undefined && JSON.stringify(price) !== JSON.stringify(record.price);
      if (isPriced) await requireCurrency(system, price, signal);
      if (isRenamed && !variant.product.hasOnlyDefaultVariant) {
        throw notSupported(
          'input.title',
          'The product has several variants, whose titles Shopify makes of their options.',
        );
      }
      const { id: parent } = variant.product;
      try {
        if (isRenamed) {
          const product = { id: parent, title };
          accepted((await client.ask<{ productUpdate: Payload }>(RENAME, { product }, { signal })).productUpdate);
        }
        if (isPriced) {
          const variables = { productId: parent, variants: [{ id: variant.id, price: formatMoney(price).amount }] };
          type Answer = { productVariantsBulkUpdate: Payload };
          accepted((await client.ask<Answer>(PRICE, variables, { signal })).productVariantsBulkUpdate);
        }
      } catch (error) {
        throw toRefusal(error, 'Product', productId(externalId));
      }
      return isRenamed || isPriced ? read(externalId, signal) : before;
    },
    // Doing it again comes to the same.
    look: async () => null,
    record: async (services, transaction, _plan, answer) =>
      requireProduct(await observeVariant(system, services, transaction, answer), answer.variant),
  });
}

async function requireCurrency(
  system: ShopifySystem,
  { currencyCode }: MinorUnits,
  signal: AbortSignal,
): Promise<void> {
  const currency = await system.currency(signal);
  if (currencyCode === currency) return;
  throw notSupported('input.price.currencyCode', `The shop's prices are in ${currency}, not in ${currencyCode}.`);
}

function requireProduct(record: ProductRecord | null, { id }: ShopifyVariant): ProductRecord {
  if (!record) throw new NotFoundError('Product', productId(externalIdOf(id)));
  return record;
}

function productExists({ id, sku }: ShopifyVariant): SluiceError {
  return new SluiceError('ALREADY_EXISTS', `There is a product with the number ${sku}. Update it instead.`, {
    extensions: { field: 'input.sku', id: productId(externalIdOf(id)) },
  });
}
