import { type ChangeArguments, subscribeToChanges } from '../kit/changes/changeSubscription.ts';
import { flowRunType } from '../kit/contracts/flowRunType.ts';
import { BadUserInputError } from '../kit/errors.ts';
import type { SubscriptionFlowRunChangedArgs } from './generated/resolvers.ts';

type Arguments = ChangeArguments & Pick<SubscriptionFlowRunChangedArgs, 'flow' | 'status'>;

const changes = subscribeToChanges(
  flowRunType,
  ({ flow, status }, args: Arguments) => (args.flow?.includes(flow) ?? true) && (args.status?.includes(status) ?? true),
);

/** The resolver of `flowRunChanged`. */
export const flowRunChanged: typeof changes = {
  async subscribe(source, args, context) {
    if (args.status?.includes('RUNNING')) {
      throw new BadUserInputError('status', 'That a run is taken up is not told. Take WAITING, SUCCEEDED and DEAD.');
    }
    return changes.subscribe(source, args, context);
  },
};
