import { SluiceError } from '../errors.ts';

/** The vendor has nothing of the kind, as `docs/vendors.md` lists. `field` names the argument that asks for it. */
export function notSupported(field: string, message: string, extensions: object = {}): SluiceError {
  return new SluiceError('NOT_SUPPORTED_BY_BACKEND', message, { extensions: { ...extensions, field } });
}
