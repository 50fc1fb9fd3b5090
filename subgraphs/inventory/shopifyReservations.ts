import type { Transactional } from '../kit/database/database.ts';
import { parseSkuQuantities, type SkuQuantity } from '../kit/skuQuantities.ts';
import type { LedgerCall } from '../kit/vendor/callLedger.ts';
import { externalIdOf } from '../kit/vendor/shopifyIds.ts';
import type { InventoryBackend } from './backend.ts';
import type { ReleaseStockInput, ReserveStockInput } from './generated/resolvers.ts';
import { parseOrderId } from './parseStock.ts';
import type { ReservationLineRecord, ReservationRecord } from './records.ts';
import { readReservations, requireSame } from './reservations.ts';
import type { StockRequest } from './shopifyAttempts.ts';
import { committedPlaces } from './shopifyCommitted.ts';
import { readLevels, searchLevels } from './shopifyLevels.ts';
import { observeLevel } from './shopifyObservations.ts';
import { quantityOf, type ReadLevel, type ShopifyLevel } from './shopifyRecords.ts';
import { isStale, toRefusal } from './shopifyRefusals.ts';
import type { ShopifyStock } from './shopifySystem.ts';
import { splitLines } from './splitLines.ts';
import type { InventoryTables } from './tables.ts';

interface ReservePlan {
  readonly orderId: string;
  readonly wanted: readonly SkuQuantity[];
}

/** What was set aside or given back: noted with the request, so that it can be recorded whenever it is found done. */
interface Moved {
  readonly lines: readonly ReservationLineRecord[];
  readonly levelIds: readonly string[];
}

/** What a reservation or a release came to. */
type Answer =
  /** There is nothing to record: it was so before. */
  | { readonly kind: 'before'; readonly reservation: ReservationRecord }
  | {
      readonly kind: 'new';
      readonly reservation: ReservationRecord;
      readonly levels: readonly ReadLevel[];
      /** Shopify has set the pieces aside by itself, for an order of its own. */
      readonly isCommitted?: boolean;
    };

/**
 * Shopify knows no reservations by order: pieces are moved from `available` to `reserved` by compare-and-set, and for which
 * order is kept here. Of an order that was placed in the shop itself, Shopify has committed the pieces already: its
 * reservation is noted, and deducts nothing.
 */
export function defineReserveStock(stock: ShopifyStock): InventoryBackend['reserveStock'] {
  const { attempts, client, mutex, services, writes } = stock;

  async function reserve({ orderId, wanted }: ReservePlan, call: LedgerCall, signal: AbortSignal): Promise<Answer> {
    const [existing] = await readReservations(services.database.queries, [orderId]);
    if (existing) return { kind: 'before', reservation: requireSame(existing, wanted) };
    const places = await committedPlaces(stock, orderId, signal);
    if (places) {
      const lines = wanted.map(({ sku, quantity }) => ({ sku, quantity, location: places.of(sku) }));
      return { kind: 'new', reservation: { orderId, status: 'RESERVED', lines }, levels: [], isCommitted: true };
    }
    for (;;) {
      const skus = wanted.map(({ sku }) => sku);
      const request = moveFrom(orderId, wanted, await searchLevels(client, skus, { signal }));
      try {
        await attempts.send(subjectOf(orderId), call, request, signal);
      } catch (error) {
        if (isStale(error)) continue;
        throw toRefusal(error);
      }
      return answerOf(stock, orderId, 'RESERVED', request.detail, signal);
    }
  }

  const write = writes.define<ReserveStockInput, ReservePlan, Answer, ReservationRecord>({
    mutation: 'reserveStock',
    plan: async (_services, _transaction, input) => ({
      orderId: parseOrderId(input.orderId),
      wanted: parseSkuQuantities('input.lines', input.lines),
    }),
    async send(plan, call, signal) {
      await attempts.claim(subjectOf(plan.orderId), call);
      return attempts.keeping(subjectOf(plan.orderId), call, () => reserve(plan, call, signal));
    },
    async look({ orderId }, call, signal) {
      const done = await attempts.settle<Moved>(subjectOf(orderId), call, signal);
      return done && answerOf(stock, orderId, 'RESERVED', done.detail, signal);
    },
    async record(of, transaction, { orderId }, answer, call) {
      await attempts.drop(transaction, subjectOf(orderId), call);
      if (answer.kind === 'before') return answer.reservation;
      const { reservation, levels, isCommitted = false } = answer;
      await saveStatus(transaction, orderId, 'RESERVED');
      const tables = transaction.withTables<InventoryTables>();
      await tables
        .insertInto('inventory_reservation_line')
        .values(reservation.lines.map((line) => ({ order_id: orderId, ...line })))
        .execute();
      if (isCommitted) await tables.insertInto('inventory_shopify_committed').values({ order_id: orderId }).execute();
      for (const level of levels) await observeLevel(stock, of, transaction, level);
      return reservation;
    },
  });
  return (caller, input) =>
    mutex.run([subjectOf(input.orderId.trim()), ...new Set(input.lines.map(({ sku }) => sku.trim()))], () =>
      write(caller, input),
    );
}

export function defineReleaseStock(stock: ShopifyStock): InventoryBackend['releaseStock'] {
  const { attempts, client, mutex, services, writes } = stock;
  const { queries } = services.database;

  async function release(orderId: string, call: LedgerCall, signal: AbortSignal): Promise<Answer> {
    const [existing] = await readReservations(queries, [orderId]);
    if (existing?.status === 'RELEASED') return { kind: 'before', reservation: existing };
    const lines = existing?.lines ?? [];
    if (lines.length === 0 || (await isCommitted(stock, orderId))) {
      return { kind: 'new', reservation: { orderId, status: 'RELEASED', lines }, levels: [] };
    }
    const skus = [...new Set(lines.map(({ sku }) => sku))];
    const request = moveBack(orderId, lines, await searchLevels(client, skus, { signal }));
    if (request.input.changes.length > 0) {
      await attempts.send(subjectOf(orderId), call, request, signal).catch((error: unknown) => {
        throw toRefusal(error);
      });
    }
    return answerOf(stock, orderId, 'RELEASED', request.detail, signal);
  }

  const write = writes.define<ReleaseStockInput, { readonly orderId: string }, Answer, ReservationRecord>({
    mutation: 'releaseStock',
    plan: async (_services, _transaction, input) => ({ orderId: parseOrderId(input.orderId) }),
    async send({ orderId }, call, signal) {
      await attempts.claim(subjectOf(orderId), call);
      return attempts.keeping(subjectOf(orderId), call, () => release(orderId, call, signal));
    },
    async look({ orderId }, call, signal) {
      const done = await attempts.settle<Moved>(subjectOf(orderId), call, signal);
      return done && answerOf(stock, orderId, 'RELEASED', done.detail, signal);
    },
    async record(of, transaction, { orderId }, answer, call) {
      await attempts.drop(transaction, subjectOf(orderId), call);
      if (answer.kind === 'before') return answer.reservation;
      await saveStatus(transaction, orderId, 'RELEASED');
      for (const level of answer.levels) await observeLevel(stock, of, transaction, level);
      return answer.reservation;
    },
  });
  return (caller, input) => mutex.run([subjectOf(input.orderId.trim())], () => write(caller, input));
}

type Move = Extract<StockRequest<Moved>, { mutation: 'move' }>;

/** @throws SluiceError `OUT_OF_STOCK` */
function moveFrom(orderId: string, wanted: readonly SkuQuantity[], levels: readonly ShopifyLevel[]): Move {
  const stocks = levels.map((level) => ({
    id: level.id,
    sku: level.item.sku ?? '',
    location: level.location.name,
    on_hand: Math.max(0, quantityOf(level, 'available')),
    reserved: 0,
  }));
  const taken = splitLines(wanted, stocks);
  const used = levels.filter(({ id }) => taken.has(id)).toSorted(bySkuAndPlace);
  return {
    mutation: 'move',
    input: {
      reason: 'reservation_created',
      referenceDocumentUri: uriOf(orderId),
      changes: used.map((level) => ({
        inventoryItemId: level.item.id,
        quantity: taken.get(level.id) ?? 0,
        from: {
          locationId: level.location.id,
          name: 'available',
          changeFromQuantity: quantityOf(level, 'available'),
        },
        to: {
          locationId: level.location.id,
          name: 'reserved',
          changeFromQuantity: null,
          ledgerDocumentUri: uriOf(orderId),
        },
      })),
    },
    detail: {
      lines: used.map(({ id, item, location }) => ({
        sku: item.sku ?? '',
        location: location.name,
        quantity: taken.get(id) ?? 0,
      })),
      levelIds: used.map(({ id }) => id),
    },
  };
}

/** What is given back goes where it came from; a product that is no more has no stock to go to. */
function moveBack(orderId: string, lines: readonly ReservationLineRecord[], levels: readonly ShopifyLevel[]): Move {
  const given = lines.flatMap(({ sku, location, quantity }) => {
    const level = levels.find((one) => one.item.sku === sku && one.location.name === location);
    return level ? [{ level, quantity }] : [];
  });
  return {
    mutation: 'move',
    input: {
      reason: 'reservation_deleted',
      referenceDocumentUri: uriOf(orderId),
      changes: given.map(({ level, quantity }) => ({
        inventoryItemId: level.item.id,
        quantity,
        from: {
          locationId: level.location.id,
          name: 'reserved',
          changeFromQuantity: null,
          ledgerDocumentUri: uriOf(orderId),
        },
        to: { locationId: level.location.id, name: 'available', changeFromQuantity: null },
      })),
    },
    detail: { lines, levelIds: given.map(({ level }) => level.id) },
  };
}

/** The reservation once its pieces have been moved, with how their levels are now. */
async function answerOf(
  { client }: ShopifyStock,
  orderId: string,
  status: ReservationRecord['status'],
  { lines, levelIds }: Moved,
  signal: AbortSignal,
): Promise<Answer> {
  const read = await readLevels(client, levelIds.map(externalIdOf), { signal });
  const levels = read.toSorted(bySkuAndPlace);
  return { kind: 'new', reservation: { orderId, status, lines }, levels };
}

async function isCommitted({ services }: ShopifyStock, orderId: string): Promise<boolean> {
  const row = await services.database.queries
    .withTables<InventoryTables>()
    .selectFrom('inventory_shopify_committed')
    .select('order_id')
    .where('order_id', '=', orderId)
    .executeTakeFirst();
  return row !== undefined;
}

async function saveStatus(transaction: Transactional, orderId: string, status: 'RESERVED' | 'RELEASED'): Promise<void> {
  const now = new Date().toISOString();
  await transaction
    .withTables<InventoryTables>()
    .insertInto('inventory_reservation')
    .values({ order_id: orderId, status, created_at: now, updated_at: now })
    .onConflict((conflict) => conflict.column('order_id').doUpdateSet({ status, updated_at: now }))
    .execute();
}

function bySkuAndPlace(one: ShopifyLevel, other: ShopifyLevel): number {
  const [a, b] = [one, other].map(({ item, location }) => `${item.sku}\0${location.name}`) as [string, string];
  return a < b ? -1 : a > b ? 1 : 0;
}

const subjectOf = (orderId: string) => `order:${orderId}`;

const uriOf = (orderId: string) => `gid://sluice/Order/${encodeURIComponent(orderId)}`;
