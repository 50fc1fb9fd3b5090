import type { Change } from '../../subgraphs/kit/changes/change.ts';
import type { FollowOptions } from '../../subgraphs/kit/changes/changeLog.ts';

/** What the flows ask of the change log, beside their subscriptions. */
export interface FlowChanges {
  /** The cursor of the last change: where a flow that is new begins. */
  head(): Promise<string>;
  /** See `ChangeLog.follow`. */
  follow<Event>(options: FollowOptions<Event>): Promise<AsyncGenerator<Event, void, void>>;
  /** The change that a cursor was given with; undefined when it is no longer kept. */
  changeOf(cursor: string): Promise<Change | undefined>;
  /** The place of a cursor in the log, to be compared. */
  positionOf(cursor: string): number;
  /** The cursor after which that change is the first. */
  cursorBefore(cursor: string): string;
}
