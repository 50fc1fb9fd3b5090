import { BadUserInputError } from '../kit/errors.ts';
import { parseText } from '../kit/input.ts';
import { parseMoney } from '../kit/money.ts';
import type { CreateInvoiceInput } from './generated/resolvers.ts';
import type { InvoiceLineRecord } from './records.ts';

const MAX_LINES = 100;
const MAX_DESCRIPTION = 1_000;

/** What is billed: 1 to 100 lines in one currency. @throws BadUserInputError */
export function parseInvoiceLines(input: CreateInvoiceInput['lines']): InvoiceLineRecord[] {
  if (input.length === 0 || input.length > MAX_LINES) {
    throw new BadUserInputError('input.lines', `An invoice has 1 to ${MAX_LINES} lines; ${input.length} were given.`);
  }
  const lines = input.map(({ description, amount }, index) => ({
    description: parseText(`input.lines.${index}.description`, description, MAX_DESCRIPTION),
    amount: parseMoney(`input.lines.${index}.amount`, amount),
  }));
  const currencies = new Set(lines.map(({ amount }) => amount.currencyCode));
  if (currencies.size > 1) {
    throw new BadUserInputError(
      'input.lines',
      `An invoice is in one currency; its lines are in ${[...currencies].join(', ')}.`,
    );
  }
  return lines;
}
