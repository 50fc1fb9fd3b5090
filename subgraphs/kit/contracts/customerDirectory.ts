import type { Queries, Transactional } from '../database/database.ts';

/** How a mutation names a customer: exactly one of the two. */
export interface CustomerNaming {
  readonly customerId?: string | null | undefined;
  readonly customerEmail?: string | null | undefined;
}

/** A customer as far as it is known. */
export interface FoundCustomer {
  readonly id: string | null;
  readonly email: string | null;
  readonly name: string | null;
}

/** A record of a system that stands for a customer there, such as a contact in the CRM. */
export interface CustomerRecordLink {
  readonly system: string;
  readonly externalId: string;
}

/** Somebody as a system tells of them. */
export interface SeenCustomer extends CustomerRecordLink {
  /** In lower case, as `parseOptionalEmail` gives it. */
  readonly email: string | null;
  readonly name: string | null;
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
  /** Says that a record stands for the customer. Whoever calls it vouches for it. */
  link(transaction: Transactional, customerId: string, record: CustomerRecordLink): Promise<void>;
  /**
   * Whose a record is that a system tells of: by its link; else, where the system vouches for addresses, the customer who
   * has its address, made when there is none; else nobody's, and the link is proposed to an operator.
   */
  recognise(transaction: Transactional, seen: SeenCustomer): Promise<string | null>;
  /** Proposes links of a system's records whose address has become a customer's since they were told of. */
  proposeLinks(transaction: Transactional, system: string): Promise<void>;
  /** A record whose link an operator has decided on since, so that what it stands for can be told; taken once. */
  takeDecided(transaction: Transactional, system: string): Promise<string | null>;
  /**
   * The customer that is named, without making one: `id` is null when nobody has the address.
   *
   * @throws as {@link resolve}
   */
  find(transaction: Transactional, naming: CustomerNaming): Promise<FoundCustomer>;
  /** Whose these records of a system are, by external id; without those that stand for nobody. */
  customersOf(queries: Queries, system: string, externalIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** The records that stand for these customers in a system; at least an empty list for each. */
  recordsOf(
    queries: Queries,
    system: string,
    customerIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>>;
}
