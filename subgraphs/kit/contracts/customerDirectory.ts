import type { Transactional } from '../database/database.ts';

/** How a mutation names a customer: exactly one of the two. */
export interface CustomerNaming {
  readonly customerId?: string | null | undefined;
  readonly customerEmail?: string | null | undefined;
}

/** A record of a system that stands for a customer there, such as a contact in the CRM. */
export interface CustomerRecordLink {
  readonly system: string;
  readonly externalId: string;
}

/**
 * The customers, as the systems' adapters know them. The `integration` subgraph owns them and implements this; the
 * adapters call it in the transaction that writes their record, so that a record and its customer appear together.
 */
export interface CustomerDirectory {
  /**
   * The id of the customer that is named; by an e-mail address that nobody has, of one made for it.
   *
   * @throws BadUserInputError when not exactly one naming is given, or the address is malformed; NotFoundError
   */
  resolve(transaction: Transactional, naming: CustomerNaming, name?: string | null): Promise<string>;
  /** Says that a record stands for the customer. The system vouches for it. */
  link(transaction: Transactional, customerId: string, record: CustomerRecordLink): Promise<void>;
}
