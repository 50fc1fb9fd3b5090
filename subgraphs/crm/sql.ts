import type { Queries, Transactional } from '../kit/database/database.ts';
import { writeLater } from '../kit/database/laterWrites.ts';
import { defineSqlRecords } from '../kit/database/sqlRecords.ts';
import { defineSqlTable } from '../kit/database/sqlTable.ts';
import { SluiceError } from '../kit/errors.ts';
import { newId } from '../kit/ids.ts';
import { parseEmail, parseOptionalText, parseText } from '../kit/input.ts';
import type { SubgraphServices } from '../kit/subgraph.ts';
import { defineWrite } from '../kit/write.ts';
import type { CrmBackend } from './backend.ts';
import { contactType } from './contacts.ts';
import type { CreateContactInput, LogActivityInput, UpdateContactInput } from './generated/resolvers.ts';
import { MAX_ACTIVITY_TEXT, MAX_NAME } from './limits.ts';
import type { ActivityRecord, ContactRecord } from './records.ts';
import type { CrmTables } from './tables.ts';

type ContactRow = CrmTables['crm_contact'];
type ActivityRow = CrmTables['crm_activity'];

const contacts = defineSqlRecords<ContactRow, ContactRecord>('crm_contact', contactType, toContact);
const activities = defineSqlTable<ActivityRow, ActivityRecord>('crm_activity', toActivity);

/** The CRM over its own tables. */
export function createSqlBackend(services: SubgraphServices): CrmBackend {
  const { queries } = services.database;
  return {
    contacts: (stages, page) => contacts.page(queries, { stage: stages }, page),
    contactsById: (ids) => contacts.byIds(queries, ids),
    contactsByCustomer: (customerIds) => oldestContacts(queries, customerIds),
    activitiesById: (ids) => activities.byIds(queries, ids),
    activitiesByContact: (contactIds, page) => activities.pageByParent(queries, 'contact_id', contactIds, page),
    createContact: defineWrite(services, 'createContact', createContact),
    updateContact: defineWrite(services, 'updateContact', updateContact),
    logActivity: defineWrite(services, 'logActivity', logActivity),
  };
}

async function oldestContacts(queries: Queries, customerIds: readonly string[]): Promise<readonly ContactRecord[]> {
  const rows = await queries
    .withTables<CrmTables>()
    .selectFrom('crm_contact')
    .selectAll()
    .where('id', 'in', (oldest) =>
      oldest
        .selectFrom('crm_contact')
        .select(({ fn }) => fn.min('id').as('id'))
        .where('customer_id', 'in', customerIds)
        .groupBy('customer_id'),
    )
    .execute();
  return rows.map(toContact);
}

async function createContact(
  { changes, customers }: SubgraphServices,
  transaction: Transactional,
  input: CreateContactInput,
): Promise<ContactRecord> {
  const email = parseEmail('input.email', input.email);
  const name = parseOptionalText('input.name', input.name, MAX_NAME);
  const owner = input.owner == null ? null : parseEmail('input.owner', input.owner);
  const now = new Date().toISOString();
  const row: ContactRow = {
    id: newId('ct'),
    customer_id: await customers.resolve(transaction, { customerEmail: email }, name),
    email,
    name,
    stage: input.stage ?? 'LEAD',
    owner,
    created_at: now,
    updated_at: now,
  };
  const contact = await contacts.insertUnique(changes, transaction, row, 'email');
  if (!contact) throw await contactExists(transaction, email);
  await customers.link(transaction, row.customer_id, { system: 'crm', externalId: contact.id });
  return contact;
}

async function contactExists(transaction: Transactional, email: string): Promise<SluiceError> {
  const { id } = await transaction
    .withTables<CrmTables>()
    .selectFrom('crm_contact')
    .select('id')
    .where('email', '=', email)
    .executeTakeFirstOrThrow();
  return new SluiceError('ALREADY_EXISTS', `There is a contact with the address ${email}. Update it instead.`, {
    extensions: { field: 'input.email', id },
  });
}

async function updateContact(
  { changes }: SubgraphServices,
  transaction: Transactional,
  input: UpdateContactInput,
): Promise<ContactRecord> {
  const before = await contacts.lock(transaction, input.id);
  return contacts.update(changes, transaction, before, {
    ...(input.name !== undefined && {
      name: parseOptionalText('input.name', input.name, MAX_NAME),
    }),
    ...(input.stage != null && { stage: input.stage }),
    ...(input.owner !== undefined && { owner: input.owner === null ? null : parseEmail('input.owner', input.owner) }),
  });
}

async function logActivity(
  _services: SubgraphServices,
  transaction: Transactional,
  input: LogActivityInput,
): Promise<ActivityRecord> {
  const text = parseText('input.text', input.text, MAX_ACTIVITY_TEXT);
  const contact = await contacts.lock(transaction, input.contactId);
  const row: ActivityRow = {
    id: newId('act'),
    contact_id: contact.id,
    customer_id: contact.customer_id,
    text,
    created_at: new Date().toISOString(),
  };
  await writeLater(transaction, transaction.withTables<CrmTables>().insertInto('crm_activity').values(row));
  return toActivity(row);
}

function toContact(row: ContactRow): ContactRecord {
  return {
    id: row.id,
    externalId: row.id,
    customerId: row.customer_id,
    email: row.email,
    name: row.name,
    stage: row.stage,
    backendStatus: row.stage,
    owner: row.owner,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function toActivity(row: ActivityRow): ActivityRecord {
  return {
    id: row.id,
    externalId: row.id,
    contactId: row.contact_id,
    customerId: row.customer_id,
    text: row.text,
    createdAt: row.created_at,
  };
}
