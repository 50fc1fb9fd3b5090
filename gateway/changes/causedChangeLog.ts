import type { Cause } from '../../subgraphs/kit/changes/cause.ts';
import type { NewChange } from '../../subgraphs/kit/changes/change.ts';
import type {
  ChangeFilter,
  ChangeLog,
  ChangeSlice,
  FollowOptions,
  NamedStretch,
  ReadOptions,
  Stretch,
} from '../../subgraphs/kit/changes/changeLog.ts';
import type { Transactional } from '../../subgraphs/kit/database/database.ts';
import type { SqlChangeLog } from './sqlChangeLog.ts';

/** A change log for a writer whose changes have one cause. */
export class CausedChangeLog implements ChangeLog {
  readonly cause: Cause | null;
  readonly #log: SqlChangeLog;

  constructor(log: SqlChangeLog, cause: Cause | null) {
    this.#log = log;
    this.cause = cause;
  }

  causedBy(cause: Cause | null): ChangeLog {
    return this.#log.causedBy(cause);
  }

  record(transaction: Transactional, change: NewChange): Promise<void> {
    return this.#log.recordCaused(transaction, [{ change, cause: this.cause }]);
  }

  committed(): void {
    this.#log.committed();
  }

  head(): Promise<string> {
    return this.#log.head();
  }

  countsAfter(cursors: readonly string[], except: ChangeFilter | null = null): Promise<ReadonlyMap<string, number>> {
    return this.#log.countsAfter(cursors, except);
  }

  headPosition(transaction: Transactional): Promise<number> {
    return this.#log.headPosition(transaction);
  }

  read(options: ReadOptions): Promise<ChangeSlice> {
    return this.#log.read(options);
  }

  stretch(named: NamedStretch): Promise<Stretch> {
    return this.#log.stretch(named);
  }

  follow<Event>(options: FollowOptions<Event>): Promise<AsyncGenerator<Event, void, void>> {
    return this.#log.follow(options);
  }
}
