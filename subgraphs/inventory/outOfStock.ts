import { SluiceError } from '../kit/errors.ts';

/** What was asked for, and what is free of it. */
export interface Shortage {
  readonly sku: string;
  /** Where, when it was asked for in one place. */
  readonly location?: string;
  readonly requested: number;
  readonly available: number;
  /** Path of the argument that asks for too much. */
  readonly field: string;
}

/** There is less in stock than was asked for. */
export function outOfStock(shortage: Shortage): SluiceError {
  const { sku, location, requested, available } = shortage;
  const place = location === undefined ? '' : ` in ${location}`;
  return new SluiceError(
    'OUT_OF_STOCK',
    `Of ${sku}, ${available} pieces are free${place}; ${requested} were asked for.`,
    { extensions: { ...shortage } },
  );
}
