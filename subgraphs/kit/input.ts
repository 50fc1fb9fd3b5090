import { z } from 'zod';
import { BadUserInputError } from './errors.ts';

const MAX_EMAIL_LENGTH = 254; // RFC 5321, 4.5.3.1.3, less the angle brackets
const emailAddress = z.email().max(MAX_EMAIL_LENGTH);

/** An e-mail address, in lower case and without space around it. @throws BadUserInputError */
export function parseEmail(field: string, value: string): string {
  const parsed = emailAddress.safeParse(value.trim().toLowerCase());
  if (!parsed.success) throw new BadUserInputError(field, `${JSON.stringify(value)} is not an e-mail address.`);
  return parsed.data;
}

/** A text that is not blank and at most `maxLength` characters long, trimmed. @throws BadUserInputError */
export function parseText(field: string, value: string, maxLength: number): string {
  const text = value.trim();
  if (text.length === 0) throw new BadUserInputError(field, 'The text must not be empty.');
  if (text.length > maxLength) {
    throw new BadUserInputError(field, `The text may have at most ${maxLength} characters; it has ${text.length}.`);
  }
  return text;
}

const MAX_URL_LENGTH = 2_000;

/** An http or https URL that carries no user or password. @throws BadUserInputError */
export function parseHttpUrl(field: string, value: string): string {
  const text = parseText(field, value, MAX_URL_LENGTH);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new BadUserInputError(field, `${JSON.stringify(text)} is no http or https URL.`);
  }
  // Whoever may read the record would read them, and so would whoever follows the change log.
  if (url.username !== '' || url.password !== '') {
    throw new BadUserInputError(field, 'The URL must not carry a user or password.');
  }
  return url.toString();
}

/** {@link parseText} of a text that may be left out; null then. @throws BadUserInputError */
export function parseOptionalText(field: string, value: string | null | undefined, maxLength: number): string | null {
  return value == null ? null : parseText(field, value, maxLength);
}

const MAX_ORDER_ID_LENGTH = 200;

/** The id of an order, which another system keeps; null when left out. @throws BadUserInputError */
export function parseOrderId(field: string, value: string | null | undefined): string | null {
  return parseOptionalText(field, value, MAX_ORDER_ID_LENGTH);
}

/** Exactly one of two arguments must be given. Returns which, with its value. @throws BadUserInputError */
export function exactlyOne<First extends string, Second extends string>(
  parent: string,
  first: readonly [First, string | null | undefined],
  second: readonly [Second, string | null | undefined],
): readonly [First | Second, string] {
  const given = [first, second].filter(([, value]) => value != null);
  const [only] = given;
  if (given.length !== 1 || only?.[1] == null) {
    throw new BadUserInputError(
      parent,
      `Give exactly one of \`${first[0]}\` and \`${second[0]}\`; ${given.length} were given.`,
    );
  }
  return [only[0], only[1]];
}

/** At most one of two arguments may be given. @throws BadUserInputError */
export function atMostOne(
  parent: string,
  first: readonly [string, string | null | undefined],
  second: readonly [string, string | null | undefined],
): void {
  if (first[1] == null || second[1] == null) return;
  throw new BadUserInputError(parent, `Give only one of \`${first[0]}\` and \`${second[0]}\`; both were given.`);
}

/** No SQL engine and hardly a vendor carries NUL in a text. @throws BadUserInputError naming the place */
export function refuseNul(args: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(args)) refuseNulIn(name, value);
}

function refuseNulIn(path: string, value: unknown): void {
  if (typeof value === 'string' && value.includes('\0')) {
    throw new BadUserInputError(
      path,
      'The text contains the character NUL (U+0000), which cannot be stored. Remove it.',
    );
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) refuseNulIn(`${path}.${name}`, inner);
}

/** The address of another system's record, when it is one: what a vendor keeps was not checked by us. */
export function parseOptionalEmail(value: string | null | undefined): string | null {
  const parsed = emailAddress.safeParse(value?.trim().toLowerCase());
  return parsed.success ? parsed.data : null;
}
