import { flowRunType } from '../kit/contracts/flowRunType.ts';
import { atMostOne, exactlyOne } from '../kit/input.ts';
import type { SubgraphServices } from '../kit/subgraph.ts';
import { defineWrite } from '../kit/write.ts';
import type { IntegrationBackend } from './backend.ts';
import { customers, toCustomer } from './customers.ts';
import type {
  PauseFlowInput,
  ReplayFlowInput,
  ResumeFlowInput,
  RetryDeadLettersInput,
  RetryFlowRunInput,
} from './generated/resolvers.ts';
import { confirmCustomerLink, rejectCustomerLink } from './links/decideLink.ts';
import { linkProposals } from './links/linkProposals.ts';
import { readSystemVendors } from './systems/systemVendors.ts';
import type { IntegrationTables } from './tables.ts';
import { createWebhookBackend } from './webhooks/sqlWebhooks.ts';

/** The integration subgraph over its own tables, and over what the other parts of Sluice tell of themselves. */
export function createSqlBackend(services: SubgraphServices): IntegrationBackend {
  const { queries } = services.database;
  const tables = queries.withTables<IntegrationTables>();
  return {
    webhooks: createWebhookBackend(services),
    customers: (page) => customers.page(queries, {}, page),
    customersById: (ids) => customers.byIds(queries, ids),
    async customersByEmail(emails) {
      const rows = await tables
        .selectFrom('integration_customer_email as address')
        .innerJoin('integration_customer as customer', 'customer.id', 'address.customer_id')
        .selectAll('customer')
        .select('address.email as found_by')
        .where('address.email', 'in', emails)
        .execute();
      return rows.map((row) => ({ email: row.found_by, customer: toCustomer(row) }));
    },
    async linksByCustomer(customerIds) {
      const rows = await tables
        .selectFrom('integration_customer_link')
        .selectAll()
        .where('customer_id', 'in', customerIds)
        .orderBy('system')
        .orderBy('external_id')
        .execute();
      return rows.map((row) => ({
        customerId: row.customer_id,
        system: row.system,
        externalId: row.external_id,
        verified: row.verified === 1,
      }));
    },
    // What becomes of runs would have flows look behind that have nothing left to do.
    changesAfter: (cursors) =>
      services.changes.countsAfter(cursors, { system: flowRunType.system, recordType: flowRunType.name }),
    linkProposals: (filter, page) => linkProposals.page(queries, { ...filter }, page),
    linkProposalsById: (ids) => linkProposals.byIds(queries, ids),
    confirmCustomerLink: defineWrite(services, 'confirmCustomerLink', confirmCustomerLink),
    rejectCustomerLink: defineWrite(services, 'rejectCustomerLink', rejectCustomerLink),
    flows: services.flows,
    systems: services.systems,
    vendorsBySystem: (systems) => readSystemVendors(services, systems),
    pauseFlow: defineWrite(services, 'pauseFlow', ({ flows }, transaction, { flow }: PauseFlowInput) =>
      flows.pause(transaction, flow),
    ),
    resumeFlow: defineWrite(services, 'resumeFlow', ({ flows }, transaction, { flow }: ResumeFlowInput) =>
      flows.resume(transaction, flow),
    ),
    retryFlowRun: defineWrite(services, 'retryFlowRun', ({ flows }, transaction, { id }: RetryFlowRunInput) =>
      flows.retryRun(transaction, id),
    ),
    retryDeadLetters: defineWrite(
      services,
      'retryDeadLetters',
      ({ flows }, transaction, input: RetryDeadLettersInput) => flows.retryDeadLetters(transaction, input.flow),
    ),
    async replayFlow(caller, input) {
      const { flow, mode, after, since, until, before } = input;
      exactlyOne('input', ['after', after], ['since', since]);
      atMostOne('input', ['until', until], ['before', before]);
      // Read before the transaction, which cannot wait for what it has not committed itself.
      const stretch = await services.changes.stretch({ after, since, until, before });
      const replay = defineWrite(services, 'replayFlow', ({ flows }, transaction, _: ReplayFlowInput) =>
        flows.replay(transaction, { flow, mode, stretch, times: { since, before } }),
      );
      return replay(caller, input);
    },
  };
}
