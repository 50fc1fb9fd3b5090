import type { Caller } from '../kit/caller.ts';
import type { Page, Slice } from '../kit/pages.ts';
import type {
  AdjustStockInput,
  ReleaseStockInput,
  ReserveStockInput,
  SetReorderPointInput,
} from './generated/resolvers.ts';
import type { ReservationRecord, StockAdjustmentRecord, StockLevelRecord } from './records.ts';

/** What the stock's adapter asks of the system behind it. Our own tables, or a vendor. */
export interface InventoryBackend {
  /** `belowReorderPoint` restricts to those that are (true) or are not (false). */
  stockLevels(belowReorderPoint: boolean | null, page: Page): Promise<Slice<StockLevelRecord>>;
  stockLevelsById(ids: readonly string[]): Promise<readonly StockLevelRecord[]>;
  /** Those of one product in the order of their places' names. */
  stockLevelsBySku(skus: readonly string[]): Promise<readonly StockLevelRecord[]>;
  adjustmentsByStockLevel(
    stockLevelIds: readonly string[],
    page: Page,
  ): Promise<ReadonlyMap<string, Slice<StockAdjustmentRecord>>>;
  reservationsByOrder(orderIds: readonly string[]): Promise<readonly ReservationRecord[]>;
  /** @throws SluiceError `OUT_OF_STOCK` when more would go than is there and not reserved */
  adjustStock(caller: Caller, input: AdjustStockInput): Promise<StockLevelRecord>;
  setReorderPoint(caller: Caller, input: SetReorderPointInput): Promise<StockLevelRecord>;
  /**
   * All lines, or none. Whatever comes in whatever order, an order never holds more than one reservation's pieces.
   *
   * @throws SluiceError `OUT_OF_STOCK`; `RESERVATION_CLOSED` when the order's stock has been released;
   * `ALREADY_EXISTS` when the order has a reservation of other lines
   */
  reserveStock(caller: Caller, input: ReserveStockInput): Promise<ReservationRecord>;
  /** Gives back what is reserved, if anything, and lets nothing be reserved for the order from now on. */
  releaseStock(caller: Caller, input: ReleaseStockInput): Promise<ReservationRecord>;
}
