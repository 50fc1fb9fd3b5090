import { SluiceError } from '../../subgraphs/kit/errors.ts';

/** More events wait for a client than are kept for it. It gets the others when it subscribes again after its last cursor. */
export class SubscriberTooSlowError extends SluiceError {
  constructor() {
    super(
      'SUBSCRIBER_TOO_SLOW',
      'Events came faster than they were read. Subscribe again, after the last cursor, and read them faster.',
    );
    this.name = 'SubscriberTooSlowError';
  }
}
