import { Mutex } from 'async-mutex';
import type { QueryResult } from 'kysely';
import { runStatement, type SqliteHandle } from './sqliteHandle.ts';

/** What one writer does between two others; it has the connection to itself. */
export interface Writing {
  run<Row>(sql: string, parameters: readonly unknown[]): QueryResult<Row>;
  /** Lets the next writer write, and resolves when what this one wrote is on the disk. */
  commit(): Promise<void>;
  /** Undoes what this one wrote, and nothing else. */
  rollback(): void;
}

/** Savepoints that become one commit. */
interface Group {
  /** Settled when all of them are on the disk, or none is. */
  readonly committed: Promise<void>;
  readonly succeed: () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * The connection that writes, for one writer after another. Those that come close together are committed together: each
 * is a savepoint of one transaction, so that one wait for the disk serves all of them, and a failure undoes its own
 * savepoint only. A later one of a group builds on what an earlier one wrote, which is no risk: neither is told that it
 * is done before both are on the disk, and nobody else sees what is not.
 *
 * BEGIN IMMEDIATE because a transaction that begins by reading could otherwise find, when it comes to write, that
 * another process has written since.
 */
export class SqliteWriter {
  readonly #handle: SqliteHandle;
  /** In the order of asking: the commit waits for those who asked before it, and for nobody else. */
  readonly #turns = new Mutex();
  #group: Group | undefined;
  /** Resolves after whatever has arrived by now has had its chance to ask for a turn. */
  #gathering: Promise<void> | undefined;

  constructor(handle: SqliteHandle) {
    this.#handle = handle;
  }

  /** Resolves when it is this writer's turn, which lasts until its commit or rollback. */
  async begin(): Promise<Writing> {
    await this.#gather();
    const endTurn = await this.#turns.acquire();
    try {
      const group = this.#group ?? this.#beginGroup();
      this.#control('savepoint writing');
      return this.#writing(group, endTurn);
    } catch (error) {
      endTurn();
      throw error;
    }
  }

  /** Commits what has been written, then closes. */
  async close(): Promise<void> {
    await this.#turns.runExclusive(() => {
      this.#commitGroup();
      this.#handle.database.close();
    });
  }

  /** Before the transaction begins, not within it: another connection of this process would wait for it in vain. */
  #gather(): Promise<void> {
    this.#gathering ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#gathering = undefined;
        resolve();
      });
    });
    return this.#gathering;
  }

  #beginGroup(): Group {
    runStatement(this.#handle, 'begin immediate', []);
    const group = newGroup();
    this.#group = group;
    void this.#turns.runExclusive(() => {
      if (this.#group === group) this.#commitGroup();
    });
    return group;
  }

  #writing(group: Group, endTurn: () => void): Writing {
    return {
      run: (sql, parameters) => {
        if (this.#group !== group) throw new Error('The transaction has been rolled back.');
        return this.#run(sql, parameters);
      },
      commit: () => {
        try {
          if (this.#group === group) this.#control('release writing');
        } finally {
          endTurn();
        }
        return group.committed;
      },
      rollback: () => {
        try {
          if (this.#group !== group) return;
          this.#control('rollback to writing');
          this.#control('release writing');
        } finally {
          endTurn();
        }
      },
    };
  }

  #run<Row>(sql: string, parameters: readonly unknown[]): QueryResult<Row> {
    try {
      return runStatement<Row>(this.#handle, sql, parameters);
    } catch (error) {
      // SQLite itself rolls back after some failures (a full disk, say): all of the group, not the savepoint alone.
      if (!this.#handle.database.isTransaction) this.#loseGroup(error);
      throw error;
    }
  }

  /** What begins and ends a savepoint fails for all of the group: nobody knows what it left behind. */
  #control(sql: string): void {
    try {
      runStatement(this.#handle, sql, []);
    } catch (error) {
      this.#loseGroup(error);
      throw error;
    }
  }

  #commitGroup(): void {
    const group = this.#group;
    if (!group) return;
    try {
      runStatement(this.#handle, 'commit', []);
    } catch (error) {
      this.#loseGroup(error);
      return;
    }
    this.#group = undefined;
    group.succeed();
  }

  #loseGroup(error: unknown): void {
    const group = this.#group;
    this.#group = undefined;
    group?.fail(error);
    if (this.#handle.database.isTransaction) runStatement(this.#handle, 'rollback', []);
  }
}

function newGroup(): Group {
  let succeed = () => {};
  let fail: Group['fail'] = () => {};
  const committed = new Promise<void>((resolve, reject) => {
    [succeed, fail] = [resolve, reject];
  });
  // Each writer hears of it by its own commit; of a group in which all were undone, nobody needs to.
  committed.catch(() => {});
  return { committed, succeed, fail };
}
