import Stripe from 'stripe';
import { BadUserInputError, NotFoundError, SluiceError } from '../kit/errors.ts';

/** Which argument of ours a parameter of Stripe's comes from, by mutation. */
type ArgumentNames = Readonly<Record<string, string>>;

/**
 * What Stripe refused, in our words; faults and what is no refusal pass as they are.
 * https://docs.stripe.com/api/errors
 */
function toRefusal(error: unknown, names: ArgumentNames): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  const { param, message } = error;
  if (error instanceof Stripe.errors.StripeCardError) {
    return new SluiceError('PAYMENT_DECLINED', `The payment was declined: ${message}`, {
      cause: error,
      extensions: { failureCode: error.decline_code ?? error.code },
    });
  }
  const field = names[param ?? ''] ?? 'input';
  return new BadUserInputError(field, `Stripe refuses it: ${message}`, { cause: error });
}

/** The same work, with Stripe's refusals in our words. */
export function refusing<Arguments extends unknown[], Result>(
  names: ArgumentNames,
  work: (...args: Arguments) => Promise<Result>,
): (...args: Arguments) => Promise<Result> {
  return async (...args) => {
    try {
      return await work(...args);
    } catch (error) {
      throw toRefusal(error, names);
    }
  };
}

/** Undefined when Stripe has no such record; other failures are thrown. */
export async function unlessMissing<Value>(asked: Promise<Value>): Promise<Value | undefined> {
  return asked.catch((error: unknown) => {
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 404) return undefined;
    throw error;
  });
}

/** @throws NotFoundError when Stripe has no such record */
export async function orNotFound<Value>(asked: Promise<Value>, type: string, id: string): Promise<Value> {
  const value = await unlessMissing(asked);
  if (value === undefined) throw new NotFoundError(type, id);
  return value;
}
