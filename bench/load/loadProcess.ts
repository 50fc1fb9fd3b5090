import { closeSubscribers, countEvents, markEvents, openSubscribers, receiveEvents } from './holdSubscribers.ts';
import { loadGateway } from './loadGateway.ts';
import { loadQueries } from './loadQueries.ts';
import { loadWebhooks } from './loadWebhooks.ts';
import { measureLatency, measureThroughput } from './measureChanges.ts';
import { measureNotification, measureSqliteCommit } from './measureCommits.ts';
import { measureJobs, measureMutations } from './measureFlows.ts';

/** What the load process can be asked to do. */
const TASKS = {
  loadGateway,
  loadQueries,
  loadWebhooks,
  measureLatency,
  measureThroughput,
  measureSqliteCommit,
  measureNotification,
  measureMutations,
  measureJobs,
  openSubscribers,
  countEvents,
  markEvents,
  receiveEvents,
  closeSubscribers,
};

export type LoadTasks = typeof TASKS;

/** Asks for one task. */
export interface LoadOrder {
  readonly id: number;
  readonly task: keyof LoadTasks;
  readonly options: unknown;
}

/** What became of it. */
export type LoadReport =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: string };

process.on('message', async ({ id, task, options }: LoadOrder) => {
  try {
    const result = await (TASKS[task] as (options: unknown) => Promise<unknown>)(options);
    report({ id, result });
  } catch (error) {
    report({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
// Whoever asked is gone.
process.once('disconnect', () => process.exit());

function report(message: LoadReport): void {
  process.send?.(message);
}
