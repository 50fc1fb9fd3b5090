import { BadUserInputError } from '../kit/errors.ts';

/** OTHER stands for a word of a vendor that has no counterpart; it is read, and never written. @throws BadUserInputError */
export function refuseOther(field: string, value: string | null | undefined): void {
  if (value === 'OTHER') {
    throw new BadUserInputError(field, 'OTHER says that a backend has a value without counterpart. It cannot be set.');
  }
}
