import type { Flows } from '../../subgraphs/kit/contracts/flows.ts';
import { SluiceError } from '../../subgraphs/kit/errors.ts';

/**
 * For a subgraph server with a SQLite database of its own: flows run elsewhere, and nothing here tells of them. That is
 * said, instead of answering that there are none.
 */
export const flowsElsewhere: Flows = {
  flows: refuse,
  countsByFlow: refuse,
  runs: refuse,
  runsById: refuse,
  replays: refuse,
  replaysById: refuse,
  attemptsByRun: refuse,
  pause: refuse,
  resume: refuse,
  retryRun: refuse,
  retryDeadLetters: refuse,
  replay: refuse,
};

async function refuse(): Promise<never> {
  throw new SluiceError(
    'NOT_SERVED_HERE',
    "No flows run over this server's own database. Start it with the DATABASE_URL of the process that runs them.",
  );
}
