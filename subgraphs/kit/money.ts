import { code as findCurrency } from 'currency-codes';
import { BadUserInputError } from './errors.ts';

/** Money as the graph has it: the decimal a string, never a float. */
export interface Money {
  readonly amount: string;
  readonly currencyCode: string;
}

/** Money as it is stored and counted: whole minor units (cents) of an ISO 4217 currency. */
export interface MinorUnits {
  readonly minor: number;
  readonly currencyCode: string;
}

/** Above this a sum of some thousand amounts could leave the integers that a number holds exactly. */
const MAX_MINOR = 999_999_999_999;

/**
 * Reads an amount that a client gave under the path `field`.
 *
 * @throws BadUserInputError when the currency is not one of ISO 4217, when the amount has more decimals than the
 * currency has, or is not a positive decimal below 10^12 minor units.
 */
export function parseMoney(field: string, { amount, currencyCode }: Money): MinorUnits {
  const digits = findCurrency(currencyCode)?.digits;
  if (digits === undefined || currencyCode !== currencyCode.toUpperCase()) {
    throw new BadUserInputError(
      `${field}.currencyCode`,
      `${JSON.stringify(currencyCode)} is not a currency code of ISO 4217, such as "EUR".`,
    );
  }
  const [, whole, decimals = ''] = /^(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  if (whole === undefined) {
    throw new BadUserInputError(
      `${field}.amount`,
      `${JSON.stringify(amount)} is not a positive decimal, such as "12.50".`,
    );
  }
  if (decimals.length > digits) {
    throw new BadUserInputError(
      `${field}.amount`,
      `${currencyCode} has ${digits} decimals; ${JSON.stringify(amount)} has ${decimals.length}.`,
    );
  }
  const minor = Number(whole + decimals.padEnd(digits, '0'));
  if (minor === 0 || minor > MAX_MINOR) {
    throw new BadUserInputError(
      `${field}.amount`,
      `The amount must be more than 0 and at most ${formatMinor(MAX_MINOR, digits)}.`,
    );
  }
  return { minor, currencyCode };
}

/** Money as a vendor has it, whose decimals are its own to watch over: of any amount, and rounded to what the currency has. */
export function readMoney({ amount, currencyCode }: Money): MinorUnits {
  return { minor: Math.round(Number(amount) * 10 ** (findCurrency(currencyCode)?.digits ?? 2)), currencyCode };
}

/** The inverse of {@link parseMoney}: all decimals that the currency has. */
export function formatMoney({ minor, currencyCode }: MinorUnits): Money {
  return { amount: formatMinor(minor, findCurrency(currencyCode)?.digits ?? 2), currencyCode };
}

function formatMinor(minor: number, digits: number): string {
  const text = String(minor).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
