import type { Queries, Transactional } from '../kit/database/database.ts';
import { SluiceError } from '../kit/errors.ts';
import { newId } from '../kit/ids.ts';
import { parseText } from '../kit/input.ts';
import { type Money, parseMoney } from '../kit/money.ts';
import { parseSku } from '../kit/skuQuantities.ts';
import type { SubgraphServices } from '../kit/subgraph.ts';
import type { CreateProductInput, UpdateProductInput } from './generated/resolvers.ts';
import { MAX_TITLE } from './limits.ts';
import type { ProductRecord } from './records.ts';
import { type ProductRow, products } from './sqlTables.ts';
import type { CommerceTables } from './tables.ts';

/** The products that have one of these numbers, in one statement. */
export async function readProductsBySku(queries: Queries, skus: readonly string[]): Promise<readonly ProductRecord[]> {
  const rows = await queries
    .withTables<CommerceTables>()
    .selectFrom('commerce_product')
    .selectAll()
    .where('sku', 'in', skus)
    .execute();
  return rows.map(products.toRecord);
}

export async function createProduct(
  { changes }: SubgraphServices,
  transaction: Transactional,
  input: CreateProductInput,
): Promise<ProductRecord> {
  const now = new Date().toISOString();
  const row: ProductRow = {
    id: newId('prod'),
    sku: parseSku('input.sku', input.sku),
    title: parseTitle(input.title),
    ...parsePrice(input.price),
    created_at: now,
    updated_at: now,
  };
  const product = await products.insertUnique(changes, transaction, row, 'sku');
  if (product) return product;
  const [taken] = await readProductsBySku(transaction, [row.sku]);
  throw new SluiceError('ALREADY_EXISTS', `There is a product with the number ${row.sku}. Update it instead.`, {
    extensions: { field: 'input.sku', id: taken?.id },
  });
}

export async function updateProduct(
  { changes }: SubgraphServices,
  transaction: Transactional,
  input: UpdateProductInput,
): Promise<ProductRecord> {
  const before = await products.lock(transaction, input.id);
  return products.update(changes, transaction, before, {
    ...(input.title != null && { title: parseTitle(input.title) }),
    ...(input.price != null && parsePrice(input.price)),
  });
}

function parseTitle(title: string): string {
  return parseText('input.title', title, MAX_TITLE);
}

function parsePrice(price: Money): Pick<ProductRow, 'price_minor' | 'currency_code'> {
  const { minor, currencyCode } = parseMoney('input.price', price);
  return { price_minor: minor, currency_code: currencyCode };
}
