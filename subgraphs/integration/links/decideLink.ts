import type { CustomerRecordLink } from '../../kit/contracts/customerDirectory.ts';
import type { Transactional } from '../../kit/database/database.ts';
import { SluiceError } from '../../kit/errors.ts';
import type { SubgraphServices } from '../../kit/subgraph.ts';
import type { ConfirmCustomerLinkInput, RejectCustomerLinkInput } from '../generated/resolvers.ts';
import type { CustomerLinkProposalRecord } from '../records.ts';
import type { IntegrationTables } from '../tables.ts';
import { linkProposals } from './linkProposals.ts';
import type { LinkTables } from './linkTables.ts';
import { markAsNews } from './senders.ts';

type ProposalRow = LinkTables['integration_link_proposal'];

/**
 * Links a proposed record with its customer. What is confirmed stays so; a rejection is taken back by it.
 *
 * @throws NotFoundError; SluiceError `INVALID_TRANSITION` when the record is another customer's by now
 */
export async function confirmCustomerLink(
  { changes }: SubgraphServices,
  transaction: Transactional,
  { id }: ConfirmCustomerLinkInput,
): Promise<CustomerLinkProposalRecord> {
  const proposal = await linkProposals.lock(transaction, id);
  if (proposal.status === 'CONFIRMED') return linkProposals.toRecord(proposal);
  await linkWith(transaction, proposal);
  await markAsNews(transaction, proposal);
  return linkProposals.update(changes, transaction, proposal, decided('CONFIRMED'));
}

/** Keeps a proposed record from its customer, for good: the two are not proposed again. What was confirmed is undone. */
export async function rejectCustomerLink(
  { changes }: SubgraphServices,
  transaction: Transactional,
  { id }: RejectCustomerLinkInput,
): Promise<CustomerLinkProposalRecord> {
  const proposal = await linkProposals.lock(transaction, id);
  if (proposal.status === 'REJECTED') return linkProposals.toRecord(proposal);
  if (proposal.status === 'CONFIRMED') {
    await transaction
      .withTables<IntegrationTables>()
      .deleteFrom('integration_customer_link')
      .where('system', '=', proposal.system)
      .where('external_id', '=', proposal.external_id)
      .where('customer_id', '=', proposal.customer_id)
      .execute();
    await markAsNews(transaction, proposal);
  }
  return linkProposals.update(changes, transaction, proposal, decided('REJECTED'));
}

/** Whether an operator has said that the record is not this customer's. */
export async function isRejected(
  transaction: Transactional,
  { system, externalId }: CustomerRecordLink,
  customerId: string,
): Promise<boolean> {
  const proposal = await transaction
    .withTables<LinkTables>()
    .selectFrom('integration_link_proposal')
    .select('status')
    .where('system', '=', system)
    .where('external_id', '=', externalId)
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  return proposal?.status === 'REJECTED';
}

/** Of two confirmations at once that link one record with two customers, the second waits here, and is refused. */
async function linkWith(transaction: Transactional, { system, external_id, customer_id }: ProposalRow): Promise<void> {
  const tables = transaction.withTables<IntegrationTables>();
  await tables
    .insertInto('integration_customer_link')
    .values({ system, external_id, customer_id, verified: 1 })
    .onConflict((conflict) => conflict.columns(['system', 'external_id']).doNothing())
    .execute();
  const link = await tables
    .selectFrom('integration_customer_link')
    .select('customer_id')
    .where('system', '=', system)
    .where('external_id', '=', external_id)
    .executeTakeFirstOrThrow();
  if (link.customer_id === customer_id) return;
  throw new SluiceError(
    'INVALID_TRANSITION',
    `The record ${external_id} of ${system} is another customer's by now. Reject that link first, if it is wrong.`,
    { extensions: { customerId: link.customer_id } },
  );
}

function decided(status: ProposalRow['status']): Partial<ProposalRow> {
  return { status, decided_at: new Date().toISOString() };
}
