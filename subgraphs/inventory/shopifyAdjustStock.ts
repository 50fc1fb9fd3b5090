import type { Transactional } from '../kit/database/database.ts';
import { BadUserInputError, NotFoundError } from '../kit/errors.ts';
import type { SubgraphServices } from '../kit/subgraph.ts';
import type { LedgerCall } from '../kit/vendor/callLedger.ts';
import type { ShopifyCall } from '../kit/vendor/shopifyClient.ts';
import { externalIdOf } from '../kit/vendor/shopifyIds.ts';
import { defineWrite } from '../kit/write.ts';
import { type Adjustment, parseAdjustment, recordAdjustment } from './adjustments.ts';
import type { InventoryBackend } from './backend.ts';
import type { AdjustStockInput, SetReorderPointInput } from './generated/resolvers.ts';
import { outOfStock } from './outOfStock.ts';
import { MAX_PIECES, type Place, parsePlace, parseReorderPoint } from './parseStock.ts';
import type { StockLevelRecord } from './records.ts';
import { readLevels, searchLevels } from './shopifyLevels.ts';
import { observeLevel, saveReorderPoint } from './shopifyObservations.ts';
import { quantityOf, type ReadLevel, type ShopifyLevel } from './shopifyRecords.ts';
import { isStale, notStocked, toRefusal } from './shopifyRefusals.ts';
import type { ShopifyStock } from './shopifySystem.ts';

/** What an adjustment is about, as far as it is noted with its request. */
interface AdjustDetail {
  readonly levelId: string;
}

/**
 * Pieces are added and taken by compare-and-set: what somebody sells in the shop meanwhile is not overlooked. The reason is
 * kept here, since Shopify knows few, and shows none.
 */
export function defineAdjustStock(stock: ShopifyStock): InventoryBackend['adjustStock'] {
  const { attempts, client, writes, mutex } = stock;

  async function read(levelId: string, signal: AbortSignal): Promise<ReadLevel> {
    const [level] = await readLevels(client, [externalIdOf(levelId)], { signal });
    if (!level) throw new NotFoundError('StockLevel', externalIdOf(levelId));
    return level;
  }

  async function adjust(plan: Adjustment, call: LedgerCall, signal: AbortSignal): Promise<ReadLevel> {
    for (;;) {
      const level = requireStocked(plan, await findLevel(stock, plan, { signal }));
      const request = {
        mutation: 'adjust' as const,
        input: {
          reason: 'correction',
          name: 'available' as const,
          referenceDocumentUri: `gid://sluice/Call/${call.id}`,
          changes: [
            {
              delta: plan.delta,
              inventoryItemId: level.item.id,
              locationId: level.location.id,
              changeFromQuantity: quantityOf(level, 'available'),
            },
          ],
        },
        detail: { levelId: level.id } satisfies AdjustDetail,
      };
      try {
        await attempts.send(subjectOf(call), call, request, signal);
      } catch (error) {
        if (isStale(error)) continue;
        throw toRefusal(error);
      }
      return read(level.id, signal);
    }
  }

  const write = writes.define<AdjustStockInput, Adjustment, ReadLevel, StockLevelRecord>({
    mutation: 'adjustStock',
    async plan(_services, _transaction, input) {
      const adjustment = parseAdjustment(input);
      if (adjustment.delta > MAX_PIECES) throw tooMany(adjustment.delta);
      return adjustment;
    },
    async send(plan, call, signal) {
      await attempts.claim(subjectOf(call), call);
      return attempts.keeping(subjectOf(call), call, () => adjust(plan, call, signal));
    },
    async look(_plan, call, signal) {
      const done = await attempts.settle<AdjustDetail>(subjectOf(call), call, signal);
      return done && read(done.detail.levelId, signal);
    },
    async record(services, transaction, adjustment, answer, call) {
      const level = await observeLevel(stock, services, transaction, answer);
      if (!level) throw new NotFoundError('StockLevel', externalIdOf(answer.id));
      await recordAdjustment(transaction, level.id, adjustment);
      await attempts.drop(transaction, subjectOf(call), call);
      return level;
    },
  });
  return (caller, input) => mutex.run([input.sku.trim()], () => write(caller, input));
}

/** Shopify has no reorder points: they are kept here. */
export function defineSetReorderPoint(stock: ShopifyStock): InventoryBackend['setReorderPoint'] {
  const { services } = stock;
  return async (caller, input) => {
    const place = parsePlace(input);
    const reorderPoint = parseReorderPoint(input.reorderPoint);
    const level = await findLevel(stock, place);
    const set = async (of: SubgraphServices, transaction: Transactional, _: SetReorderPointInput) => {
      const observed = level && (await observeLevel(stock, of, transaction, level));
      const saved = observed && (await saveReorderPoint(stock, of, transaction, observed.externalId, reorderPoint));
      if (!saved) throw new NotFoundError('StockLevel', `${place.sku} in ${place.location}`);
      return saved;
    };
    return defineWrite(services, 'setReorderPoint', set)(caller, input);
  };
}

/** The level of a product in a place; undefined where Shopify does not stock it. */
async function findLevel(
  { client }: ShopifyStock,
  { sku, location }: Place,
  call: ShopifyCall = {},
): Promise<ReadLevel | undefined> {
  const levels = await searchLevels(client, [sku], call);
  return levels.find((level) => level.location.name === location);
}

function requireStocked({ sku, location, delta }: Adjustment, level: ShopifyLevel | undefined): ShopifyLevel {
  const available = level ? quantityOf(level, 'available') : 0;
  if (available + delta < 0) {
    throw outOfStock({ sku, location, requested: -delta, available, field: 'input.delta' });
  }
  if (!level) throw notStocked(sku, location);
  const onHand = quantityOf(level, 'on_hand') + delta;
  if (onHand > MAX_PIECES) throw tooMany(onHand);
  return level;
}

function tooMany(onHand: number): BadUserInputError {
  return new BadUserInputError('input.delta', `A stock level holds at most ${MAX_PIECES} pieces, not ${onHand}.`);
}

const subjectOf = ({ id }: LedgerCall) => `call:${id}`;
