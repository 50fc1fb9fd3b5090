import { seedId } from './seedId.ts';

/** A product of the demo data, as the shop sells it and the stock holds it. */
export interface DemoProduct {
  readonly id: string;
  readonly sku: string;
  readonly title: string;
  /** In cents of a euro. */
  readonly priceMinor: number;
  readonly createdAt: string;
}

const PRODUCTS: readonly (readonly [sku: string, title: string, priceMinor: number])[] = [
  ['DESK-OAK-120', 'Desk, oak, 120 cm', 34_900],
  ['DESK-OAK-160', 'Desk, oak, 160 cm', 42_900],
  ['DESK-LIFT-160', 'Standing desk, electric, 160 cm', 64_900],
  ['CHAIR-TASK-GR', 'Task chair, grey', 27_900],
  ['CHAIR-TASK-BK', 'Task chair, black', 27_900],
  ['CHAIR-GUEST', 'Guest chair, beech', 11_900],
  ['STOOL-BAR', 'Bar stool, ash', 13_900],
  ['SHELF-WALL-80', 'Wall shelf, 80 cm', 4_990],
  ['SHELF-TALL', 'Bookcase, five shelves', 18_900],
  ['CABINET-ROLL', 'Roll container, three drawers', 15_900],
  ['LAMP-DESK-WH', 'Desk lamp, white', 5_990],
  ['LAMP-DESK-BK', 'Desk lamp, black', 5_990],
  ['LAMP-FLOOR', 'Floor lamp, brass', 14_900],
  ['MAT-FLOOR', 'Floor mat, clear, 120 cm', 4_490],
  ['MAT-DESK-FELT', 'Desk mat, felt', 2_990],
  ['BIN-PAPER', 'Waste paper basket', 1_990],
  ['HOOK-COAT-3', 'Coat rack, three hooks', 2_490],
  ['BOARD-WHITE-90', 'Whiteboard, 90 × 60 cm', 6_990],
  ['BOARD-CORK-60', 'Cork board, 60 × 45 cm', 2_290],
  ['SCREEN-DIVIDER', 'Room divider, felt, 160 cm', 21_900],
  ['ARM-MONITOR', 'Monitor arm, single', 8_990],
  ['ARM-MONITOR-2', 'Monitor arm, double', 12_990],
  ['TRAY-CABLE', 'Cable tray, 60 cm', 1_790],
  ['FOOTREST', 'Footrest, adjustable', 3_990],
];

/** The shop opened a week before the first customer came. */
const FIRST_DAY = Date.UTC(2023, 8, 25, 8);
const STEP_MS = 3_600_000;

/** The products of the demo data, oldest first; the same on every call. */
export function demoProducts(): readonly DemoProduct[] {
  return PRODUCTS.map(([sku, title, priceMinor], index) => {
    const atMs = FIRST_DAY + index * STEP_MS;
    return { id: seedId('prod', atMs, index), sku, title, priceMinor, createdAt: new Date(atMs).toISOString() };
  });
}
