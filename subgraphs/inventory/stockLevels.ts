import { defineRecordType } from '../kit/changes/recordType.ts';
import type { StockLevelRecord } from './records.ts';

/** Stock levels in the change log. */
export const stockLevelType = defineRecordType<StockLevelRecord, 'StockLevel'>({
  system: 'inventory',
  name: 'StockLevel',
  fields: ['onHand', 'reserved', 'available', 'reorderPoint', 'belowReorderPoint', 'backendStatus'],
});
