import { subscribeToChanges } from '../kit/changes/changeSubscription.ts';
import { NotFoundError } from '../kit/errors.ts';
import { exactlyOne, parseEmail } from '../kit/input.ts';
import { parsePage, toConnection } from '../kit/pages.ts';
import { changeResolvers } from './changes/changeResolvers.ts';
import { customerType } from './customers.ts';
import { flowRunChanged } from './flowRunChanges.ts';
import type { Resolvers } from './generated/resolvers.ts';
import { linkResolvers } from './links/linkResolvers.ts';
import type { IntegrationLoaders } from './loaders.ts';
import type { FlowRecord } from './records.ts';
import { warningsOf } from './systems/systemWarnings.ts';
import { webhookResolvers } from './webhooks/webhookResolvers.ts';

const CUSTOMERS = 'customers';
const RUNS = 'flowRuns';
const REPLAYS = 'flowReplays';

export const resolvers: Resolvers = {
  Query: {
    async customers(_source, args, { backend }) {
      const page = parsePage(CUSTOMERS, args);
      return toConnection(CUSTOMERS, page, await backend.customers(page));
    },
    customer(_source, { id, email }, { loaders }) {
      const [by, value] = exactlyOne('customer', ['id', id], ['email', email]);
      return by === 'id' ? loaders.customerById.load(value) : loaders.customerByEmail.load(parseEmail('email', value));
    },
    ...linkResolvers.Query,
    ...changeResolvers.Query,
    systems: (_source, _args, { backend }) => backend.systems.systems(),
    async flows(_source, { state }, { backend }) {
      const flows = await backend.flows.flows();
      return state ? flows.filter((flow) => state.includes(flow.state)) : flows;
    },
    flow: (_source, { name }, { loaders }) => loaders.flowByName.load(name),
    async flowRuns(_source, { flow, status, ...args }, { backend }) {
      const page = parsePage(RUNS, args);
      const filter = { flow: flow ?? null, status: status ?? null };
      return toConnection(RUNS, page, await backend.flows.runs(filter, page));
    },
    async deadLetters(_source, { flow, ...args }, { backend }) {
      const page = parsePage(RUNS, args);
      return toConnection(RUNS, page, await backend.flows.runs({ flow: flow ?? null, status: ['DEAD'] }, page));
    },
    flowRun: (_source, { id }, { loaders }) => loaders.runById.load(id),
    async flowReplays(_source, { flow, state, ...args }, { backend }) {
      const page = parsePage(REPLAYS, args);
      const filter = { flow: flow ?? null, state: state ?? null };
      return toConnection(REPLAYS, page, await backend.flows.replays(filter, page));
    },
    flowReplay: (_source, { id }, { loaders }) => loaders.replayById.load(id),
    ...webhookResolvers.Query,
  },
  Mutation: {
    ...linkResolvers.Mutation,
    ...webhookResolvers.Mutation,
    pauseFlow: async (_source, { input }, { backend, caller }) => ({ flow: await backend.pauseFlow(caller, input) }),
    resumeFlow: async (_source, { input }, { backend, caller }) => ({ flow: await backend.resumeFlow(caller, input) }),
    retryFlowRun: async (_source, { input }, { backend, caller }) => ({
      flowRun: await backend.retryFlowRun(caller, input),
    }),
    async retryDeadLetters(_source, { input }, { backend, caller, loaders }) {
      const retried = await backend.retryDeadLetters(caller, input);
      return { retried, flow: await requireFlow(loaders, input.flow) };
    },
    replayFlow: async (_source, { input }, { backend, caller }) => ({
      replay: await backend.replayFlow(caller, input),
    }),
  },
  Subscription: {
    ...changeResolvers.Subscription,
    ...linkResolvers.Subscription,
    ...webhookResolvers.Subscription,
    customerChanged: subscribeToChanges(customerType, () => true),
    flowRunChanged,
  },
  CustomerLinkProposal: linkResolvers.CustomerLinkProposal,
  ExternalEvent: webhookResolvers.ExternalEvent,
  WebhookEndpoint: webhookResolvers.WebhookEndpoint,
  WebhookDelivery: webhookResolvers.WebhookDelivery,
  Change: changeResolvers.Change,
  ChangedRecord: changeResolvers.ChangedRecord,
  Customer: {
    __resolveReference: ({ id }, { loaders }) => loaders.customerById.load(id),
    links: ({ id }, _args, { loaders }) => loaders.linksByCustomer.load(id),
  },
  System: {
    health: (system, _args, { backend }) => backend.systems.checkHealth(system),
    vendor: ({ name }, _args, { loaders }) => loaders.vendorBySystem.load(name),
    warnings: async ({ name }, _args, { loaders }) => warningsOf(await loaders.vendorBySystem.load(name)),
  },
  Flow: {
    changesBehind: ({ cursor }, _args, { loaders }) => loaders.changesAfter.load(cursor),
    async runCounts({ name }, _args, { loaders }) {
      const counts = await loaders.runCountsByFlow.load(name);
      if (!counts) throw new NotFoundError('Flow', name);
      return counts;
    },
  },
  FlowRun: {
    __resolveReference: ({ id }, { loaders }) => loaders.runById.load(id),
    flow: ({ flow }, _args, { loaders }) => requireFlow(loaders, flow),
    attempts: ({ id }, _args, { loaders }) => loaders.attemptsByRun.load(id),
  },
  FlowReplay: {
    flow: ({ flow }, _args, { loaders }) => requireFlow(loaders, flow),
  },
};

async function requireFlow({ flowByName }: IntegrationLoaders, name: string): Promise<FlowRecord> {
  const flow = await flowByName.load(name);
  if (!flow) throw new NotFoundError('Flow', name);
  return flow;
}
