import type { ContactStage } from './generated/resolvers.ts';

/** A contact, as the graph, the change log and every backend have it. */
export interface ContactRecord {
  readonly id: string;
  readonly externalId: string;
  readonly customerId: string | null;
  readonly email: string;
  readonly name: string | null;
  readonly stage: ContactStage;
  readonly backendStatus: string | null;
  readonly owner: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Something that happened with a contact. */
export interface ActivityRecord {
  readonly id: string;
  readonly externalId: string;
  readonly contactId: string;
  readonly customerId: string | null;
  readonly text: string;
  readonly createdAt: string;
}
