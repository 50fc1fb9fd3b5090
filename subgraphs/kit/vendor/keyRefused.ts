import { SluiceError } from '../errors.ts';

/** A vendor does not take the key that the environment gives it, or the key may not do what was asked. The key is not told. */
export class KeyRefusedError extends SluiceError {
  constructor(
    {
      system,
      vendor,
      variable,
      lacks,
    }: {
      readonly system: string;
      readonly vendor: string;
      readonly variable: string;
      /** What else may be wrong, such as `lacks a scope`. */
      readonly lacks: string;
    },
    status: number | string,
    cause?: unknown,
  ) {
    super('DOWNSTREAM_SERVICE_ERROR', `${vendor} refuses ${variable} (${status}): it is not valid, or ${lacks}.`, {
      cause,
      extensions: { subgraph: system },
    });
    this.name = 'KeyRefusedError';
  }
}

/** What to tell of a vendor that answers: fine, or what the key may not do although it is needed. @throws SluiceError */
export function requireScopes(
  { system, vendor, variable }: { readonly system: string; readonly vendor: string; readonly variable: string },
  needed: readonly string[],
  granted: readonly string[],
): void {
  const missing = needed.filter((scope) => !granted.includes(scope));
  if (missing.length === 0) return;
  throw new SluiceError(
    'DOWNSTREAM_SERVICE_ERROR',
    `${vendor} answers, but ${variable} lacks scopes that are needed: ${missing.join(', ')}.`,
    { extensions: { subgraph: system } },
  );
}
