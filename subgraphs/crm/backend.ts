import type { Caller } from '../kit/caller.ts';
import type { Page, Slice } from '../kit/pages.ts';
import type { ContactStage, CreateContactInput, LogActivityInput, UpdateContactInput } from './generated/resolvers.ts';
import type { ActivityRecord, ContactRecord } from './records.ts';

/** What the CRM's adapter asks of the system behind it. Our own tables, or a vendor. */
export interface CrmBackend {
  contacts(stages: readonly ContactStage[] | null, page: Page): Promise<Slice<ContactRecord>>;
  contactsById(ids: readonly string[]): Promise<readonly ContactRecord[]>;
  /** At most one contact for each customer: the oldest. */
  contactsByCustomer(customerIds: readonly string[]): Promise<readonly ContactRecord[]>;
  activitiesById(ids: readonly string[]): Promise<readonly ActivityRecord[]>;
  activitiesByContact(contactIds: readonly string[], page: Page): Promise<ReadonlyMap<string, Slice<ActivityRecord>>>;
  /** @throws SluiceError `ALREADY_EXISTS` when a contact has the address */
  createContact(caller: Caller, input: CreateContactInput): Promise<ContactRecord>;
  updateContact(caller: Caller, input: UpdateContactInput): Promise<ContactRecord>;
  logActivity(caller: Caller, input: LogActivityInput): Promise<ActivityRecord>;
}
