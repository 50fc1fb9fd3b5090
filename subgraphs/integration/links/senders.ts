import type { ChangeLog } from '../../kit/changes/changeLog.ts';
import type { SeenCustomer } from '../../kit/contracts/customerDirectory.ts';
import type { Transactional } from '../../kit/database/database.ts';
import { newId } from '../../kit/ids.ts';
import type { IntegrationTables } from '../tables.ts';
import { linkProposals } from './linkProposals.ts';
import type { LinkTables } from './linkTables.ts';

type AllTables = IntegrationTables & LinkTables;
type Sender = Pick<LinkTables['integration_sender'], 'system' | 'external_id'>;

/**
 * Remembers somebody whose address nobody vouches for, and proposes them as the customer who has that address. Nobody's
 * data is joined by it, and no customer is made: an address that is only claimed must not be taken from whoever owns it.
 */
export async function noteSender(
  changes: ChangeLog,
  transaction: Transactional,
  { system, externalId: external_id, email, name }: SeenCustomer & { readonly email: string },
): Promise<void> {
  await transaction
    .withTables<AllTables>()
    .insertInto('integration_sender')
    .values({ system, external_id, email, name, is_news: 0 })
    .onConflict((conflict) => conflict.columns(['system', 'external_id']).doUpdateSet({ email, name }))
    .execute();
  await proposeLinks(changes, transaction, system, external_id);
}

/**
 * Proposes the senders of a system, or one of them, who have a customer's address, are nobody's, and have not been
 * proposed as that customer before: a customer may have come to an address after its sender.
 */
export async function proposeLinks(
  changes: ChangeLog,
  transaction: Transactional,
  system: string,
  externalId?: string,
): Promise<void> {
  const senders = await transaction
    .withTables<AllTables>()
    .selectFrom('integration_sender as sender')
    .innerJoin('integration_customer_email as address', 'address.email', 'sender.email')
    .leftJoin('integration_customer_link as link', (join) =>
      join
        .onRef('link.system', '=', 'sender.system')
        .onRef('link.external_id', '=', 'sender.external_id')
        .on('link.verified', '=', 1),
    )
    .leftJoin('integration_link_proposal as proposal', (join) =>
      join
        .onRef('proposal.system', '=', 'sender.system')
        .onRef('proposal.external_id', '=', 'sender.external_id')
        .onRef('proposal.customer_id', '=', 'address.customer_id'),
    )
    .select(['sender.external_id', 'sender.email', 'sender.name', 'address.customer_id'])
    .where('sender.system', '=', system)
    .$if(externalId !== undefined, (senders) => senders.where('sender.external_id', '=', externalId ?? ''))
    .where('link.customer_id', 'is', null)
    .where('proposal.id', 'is', null)
    .orderBy('sender.external_id')
    .execute();
  const now = new Date().toISOString();
  for (const { external_id, email, name, customer_id } of senders) {
    const row = {
      id: newId('clp'),
      ...{ system, external_id, customer_id, email, name },
      status: 'PROPOSED' as const,
      decided_at: null,
      created_at: now,
      updated_at: now,
    };
    await linkProposals.insertUnique(changes, transaction, row, 'system', 'external_id', 'customer_id');
  }
}

/** Has the system tell its records anew: whose they are has changed. Of records that nobody sent, nothing is to be told. */
export async function markAsNews(transaction: Transactional, { system, external_id }: Sender): Promise<void> {
  await transaction
    .withTables<LinkTables>()
    .updateTable('integration_sender')
    .set({ is_news: 1 })
    .where('system', '=', system)
    .where('external_id', '=', external_id)
    .execute();
}

/** One sender of the system who has been linked, or is no longer; taken once. Null when there is none. */
export async function takeNews(transaction: Transactional, system: string): Promise<string | null> {
  const tables = transaction.withTables<LinkTables>();
  const sender = await tables
    .selectFrom('integration_sender')
    .select('external_id')
    .where('system', '=', system)
    .where('is_news', '=', 1)
    .limit(1)
    .executeTakeFirst();
  if (!sender) return null;
  await tables
    .updateTable('integration_sender')
    .set({ is_news: 0 })
    .where('system', '=', system)
    .where('external_id', '=', sender.external_id)
    .execute();
  return sender.external_id;
}
