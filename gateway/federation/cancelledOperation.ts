import { SluiceError } from '../../subgraphs/kit/errors.ts';

/** Why there is no answer for a client that has gone. */
export function cancelledOperation(): SluiceError {
  return new SluiceError('UPSTREAM_UNAVAILABLE', 'The operation was cancelled before it was answered.');
}
