import { SluiceError } from '../kit/errors.ts';
import type { OrderStatus } from './generated/resolvers.ts';

const NEXT: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  PENDING: ['PAID', 'FAILED', 'CANCELLED'],
  PAID: ['FULFILLED', 'CANCELLED'],
  FULFILLED: [],
  CANCELLED: [],
  FAILED: [],
  OTHER: [],
};

/**
 * Checks that an order may go from one status to another one.
 *
 * @throws SluiceError `INVALID_TRANSITION` with `from` and `to`
 */
export function requireTransition(from: OrderStatus, to: OrderStatus): void {
  if (NEXT[from].includes(to)) return;
  const possible = NEXT[from].length === 0 ? 'it stays so' : `it can become ${NEXT[from].join(' or ')}`;
  throw new SluiceError('INVALID_TRANSITION', `An order that is ${from} cannot become ${to}; ${possible}.`, {
    extensions: { from, to },
  });
}
