import { recordOfType } from '../../kit/changes/changedRecord.ts';
import { changeEventSource, changeEventType } from '../../kit/changes/changeEvent.ts';
import type { FollowedChange } from '../../kit/changes/changeLog.ts';
import { BadUserInputError } from '../../kit/errors.ts';
import { parsePageSize } from '../../kit/pages.ts';
import type { QueryChangesArgs, Resolvers, SubscriptionChangeRecordedArgs } from '../generated/resolvers.ts';
import type { Context } from '../index.ts';
import { fitsOne, toChangeFilters } from './changeFilters.ts';

/** The change log, as part of the graph. */
export const changeResolvers = {
  Query: {
    changeCursor: (_source, _args, { changes }) => changes.head(),
    async changes(_source, args, { changes }) {
      const from = readsBack(args) ? 'end' : 'start';
      const limit = from === 'end' ? parsePageSize('last', args.last) : parsePageSize('first', args.first);
      const { after, before } = args;
      const slice = await changes.read({ filters: toChangeFilters(args), after, before, limit, from });
      return {
        edges: slice.changes.map((node) => ({ node, cursor: node.cursor })),
        nodes: slice.changes,
        pageInfo: {
          hasNextPage: from === 'start' ? slice.hasMore : before != null,
          hasPreviousPage: from === 'end' ? slice.hasMore : after != null,
          startCursor: slice.changes[0]?.cursor ?? null,
          endCursor: slice.changes.at(-1)?.cursor ?? null,
        },
      };
    },
  },
  Subscription: {
    changeRecorded: {
      async subscribe(
        _source: unknown,
        args: SubscriptionChangeRecordedArgs,
        { changes, signal, onProgress }: Context,
      ) {
        const filters = toChangeFilters(args);
        const [only = {}, another] = filters;
        return changes.follow({
          ...(another ? {} : { system: only.system, recordType: only.recordType }),
          after: args.after,
          signal,
          onProgress,
          select: (followed): { changeRecorded: FollowedChange } | undefined =>
            fitsOne(filters, followed.change) ? { changeRecorded: followed } : undefined,
        });
      },
    },
  },
  Change: {
    id: ({ change }) => change.id,
    source: ({ change }) => changeEventSource(change),
    system: ({ change }) => change.system,
    type: ({ change }) => changeEventType(change),
    subject: ({ change }) => change.recordId,
    time: ({ change }) => change.at,
    kind: ({ change }) => change.kind,
    changedFields: ({ change }) => change.changedFields,
    superseded: ({ change }) => change.superseded,
    imported: ({ change }) => change.imported,
    record: ({ change }) => ({ type: change.recordType, id: change.recordId }),
    customer: ({ change: { customerId } }, _args, { loaders }) =>
      customerId === null ? null : loaders.customerById.load(customerId),
    cause: ({ change }, _args, { loaders }) => (change.cause ? loaders.runById.load(change.cause.runId) : null),
  },
  ChangedRecord: {
    customer: (reference, _args, { loaders }) => recordOfType(reference, 'Customer', loaders.customerById),
    customerLinkProposal: (reference, _args, { loaders }) =>
      recordOfType(reference, 'CustomerLinkProposal', loaders.linkProposalById),
    externalEvent: (reference, _args, { loaders }) =>
      recordOfType(reference, 'ExternalEvent', loaders.externalEventById),
    flowRun: (reference, _args, { loaders }) => recordOfType(reference, 'FlowRun', loaders.runById),
  },
} satisfies Resolvers;

/** Whether a page is asked for from the end. @throws BadUserInputError when it is asked for from both */
function readsBack({ first, after, last, before }: QueryChangesArgs): boolean {
  const back = last != null || before != null;
  if (back && (first != null || after != null)) {
    throw new BadUserInputError('first', 'Give `first` and `after` to read on, or `last` and `before` to read back.');
  }
  return back;
}
