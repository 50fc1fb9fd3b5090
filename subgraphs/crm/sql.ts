import type { Transactional } from '../kit/database/database.ts';
import { lockRow } from '../kit/database/lockRow.ts';
import { readPage, readPageByParent } from '../kit/database/sqlPages.ts';
import { NotFoundError, SluiceError } from '../kit/errors.ts';
import { newId } from '../kit/ids.ts';
import { parseEmail, parseText } from '../kit/input.ts';
import { mapSlice } from '../kit/pages.ts';
import type { SubgraphServices } from '../kit/subgraph.ts';
import { write } from '../kit/write.ts';
import type { CrmBackend } from './backend.ts';
import { contactType } from './contacts.ts';
import type { CreateContactInput, LogActivityInput, UpdateContactInput } from './generated/resolvers.ts';
import type { ActivityRecord, ContactRecord } from './records.ts';
import type { CrmTables } from './tables.ts';

type ContactRow = CrmTables['crm_contact'];
type ActivityRow = CrmTables['crm_activity'];

const MAX_NAME = 200;
const MAX_ACTIVITY_TEXT = 10_000;

/** The CRM over its own tables. */
export function createSqlBackend(services: SubgraphServices): CrmBackend {
  const { queries } = services.database;
  const tables = queries.withTables<CrmTables>();
  return {
    async contacts(stages, page) {
      return mapSlice(
        await readPage<ContactRow>(queries, { table: 'crm_contact', where: { stage: stages } }, page),
        toContact,
      );
    },
    async contactsById(ids) {
      return (await tables.selectFrom('crm_contact').selectAll().where('id', 'in', ids).execute()).map(toContact);
    },
    async contactsByCustomer(customerIds) {
      const rows = await tables
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
    },
    async activitiesById(ids) {
      return (await tables.selectFrom('crm_activity').selectAll().where('id', 'in', ids).execute()).map(toActivity);
    },
    async activitiesByContact(contactIds, page) {
      const list = { table: 'crm_activity', parentColumn: 'contact_id' };
      const byContact = await readPageByParent<ActivityRow>(queries, list, contactIds, page);
      return new Map([...byContact].map(([id, slice]) => [id, mapSlice(slice, toActivity)]));
    },
    createContact: (caller, input) =>
      write(services, { mutation: 'createContact', caller, input }, (transaction) =>
        createContact(services, transaction, input),
      ),
    updateContact: (caller, input) =>
      write(services, { mutation: 'updateContact', caller, input }, (transaction) =>
        updateContact(services, transaction, input),
      ),
    logActivity: (caller, input) =>
      write(services, { mutation: 'logActivity', caller, input }, (transaction) => logActivity(transaction, input)),
  };
}

async function createContact(
  { changes, customers }: SubgraphServices,
  transaction: Transactional,
  input: CreateContactInput,
): Promise<ContactRecord> {
  const email = parseEmail('input.email', input.email);
  const name = input.name == null ? null : parseText('input.name', input.name, MAX_NAME);
  const owner = input.owner == null ? null : parseEmail('input.owner', input.owner);
  const tables = transaction.withTables<CrmTables>();
  const now = new Date().toISOString();
  const id = newId('ct');
  const customer_id = await customers.resolve(transaction, { customerEmail: email }, name);
  const row = { id, customer_id, email, name, stage: input.stage ?? 'LEAD', owner, created_at: now, updated_at: now };
  const inserted = await tables
    .insertInto('crm_contact')
    .values(row)
    .onConflict((conflict) => conflict.column('email').doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 0n) {
    const existing = await tables
      .selectFrom('crm_contact')
      .select('id')
      .where('email', '=', email)
      .executeTakeFirstOrThrow();
    throw new SluiceError('ALREADY_EXISTS', `There is a contact with the address ${email}. Update it instead.`, {
      extensions: { field: 'input.email', id: existing.id },
    });
  }
  await customers.link(transaction, customer_id, { system: 'crm', externalId: id });
  const contact = toContact(row);
  await contactType.record(changes, transaction, null, contact);
  return contact;
}

async function updateContact(
  { changes }: SubgraphServices,
  transaction: Transactional,
  input: UpdateContactInput,
): Promise<ContactRecord> {
  const before = await lockContact(transaction, input.id);
  const row: ContactRow = {
    ...before,
    ...(input.name !== undefined && {
      name: input.name === null ? null : parseText('input.name', input.name, MAX_NAME),
    }),
    ...(input.stage != null && { stage: input.stage }),
    ...(input.owner !== undefined && { owner: input.owner === null ? null : parseEmail('input.owner', input.owner) }),
    updated_at: new Date().toISOString(),
  };
  const contact = toContact(row);
  if (!contactType.differs(toContact(before), contact)) return toContact(before);
  await transaction.withTables<CrmTables>().updateTable('crm_contact').set(row).where('id', '=', row.id).execute();
  await contactType.record(changes, transaction, toContact(before), contact);
  return contact;
}

async function logActivity(transaction: Transactional, input: LogActivityInput): Promise<ActivityRecord> {
  const text = parseText('input.text', input.text, MAX_ACTIVITY_TEXT);
  const contact = await lockContact(transaction, input.contactId);
  const row: ActivityRow = {
    id: newId('act'),
    contact_id: contact.id,
    customer_id: contact.customer_id,
    text,
    created_at: new Date().toISOString(),
  };
  await transaction.withTables<CrmTables>().insertInto('crm_activity').values(row).execute();
  return toActivity(row);
}

async function lockContact(transaction: Transactional, id: string): Promise<ContactRow> {
  const row = await lockRow<ContactRow>(transaction, 'crm_contact', id);
  if (!row) throw new NotFoundError('Contact', id);
  return row;
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
