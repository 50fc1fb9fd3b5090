import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { SluiceError } from '../subgraphs/kit/errors.ts';

/** How long a server that is going away may take to let go. */
const WAIT_MS = 500;

/**
 * Makes sure that one server at a time runs on `dataDir`. The lock is SQLite's own on a file of its own: the operating
 * system frees it when the process ends, however it ends, and commands can still open the database beside the server.
 *
 * Returns how to let go.
 *
 * @throws SluiceError `DATA_DIR_IN_USE`
 */
export function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  const lock = new DatabaseSync(join(dataDir, 'lock.db'), { timeout: WAIT_MS });
  try {
    lock.exec('begin exclusive');
  } catch (cause) {
    lock.close();
    throw new SluiceError(
      'DATA_DIR_IN_USE',
      `Another Sluice runs on the data folder ${resolve(dataDir)}. Stop it, or give this one a folder of its own by DATA_DIR. ` +
        'For several servers on the same data set DATABASE_URL.',
      { cause },
    );
  }
  return () => lock.close();
}
