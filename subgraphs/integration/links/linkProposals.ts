import { defineRecordType } from '../../kit/changes/recordType.ts';
import { defineSqlRecords } from '../../kit/database/sqlRecords.ts';
import type { CustomerLinkProposalRecord } from '../records.ts';
import type { LinkTables } from './linkTables.ts';

type ProposalRow = LinkTables['integration_link_proposal'];

/** Proposed links in the change log. */
export const linkProposalType = defineRecordType<CustomerLinkProposalRecord, 'CustomerLinkProposal'>({
  system: 'integration',
  name: 'CustomerLinkProposal',
  fields: ['status'],
});

/** The proposals' table. */
export const linkProposals = defineSqlRecords<ProposalRow, CustomerLinkProposalRecord>(
  'integration_link_proposal',
  linkProposalType,
  (row) => ({
    id: row.id,
    customerId: row.customer_id,
    system: row.system,
    externalId: row.external_id,
    email: row.email,
    name: row.name,
    status: row.status,
    decidedAt: row.decided_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }),
);
