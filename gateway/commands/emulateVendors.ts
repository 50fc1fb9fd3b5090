import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { SluiceError } from '../../subgraphs/kit/errors.ts';

/** Vendors that are emulated, and the data of a Sluice that works with them. */
export interface EmulatedVendors {
  /** Environment variables that make Sluice use them. */
  readonly variables: Readonly<Record<string, string>>;
  /** Ends the vendors, and removes the data: without them, it speaks of records that nobody has. */
  close(): Promise<void>;
}

/**
 * A program, and no part of this one: nothing here imports the tests, of which the emulators are. It is there in a
 * checkout of the project, and not in a build.
 */
const PROGRAM = fileURLToPath(new URL('../../test/vendors/main.ts', import.meta.url));

/**
 * Starts emulators of the vendors in a process of their own, to try the real adapters without accounts.
 *
 * @throws SluiceError `CONFIGURATION_INVALID` when the emulators are not there, or do not start
 */
export async function emulateVendors(): Promise<EmulatedVendors> {
  if (!existsSync(PROGRAM)) throw noEmulators(`${PROGRAM} is not there; they come with the project's sources`);
  // In a group of its own, so that Ctrl-C ends Sluice first; the end of its input ends it in any case.
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('error', (cause) => reject(noEmulators(cause.message, cause)));
    child.once('exit', (code) => reject(noEmulators(`their process ended with ${code}`)));
  });
  const folder = await mkdtemp(join(tmpdir(), 'sluice-emulated-'));
  return {
    variables: { ...(JSON.parse(line) as Record<string, string>), DATA_DIR: folder, DATABASE_URL: '' },
    async close() {
      child.stdin.end();
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function noEmulators(reason: string, cause?: unknown): SluiceError {
  return new SluiceError('CONFIGURATION_INVALID', `The vendors' emulators cannot be started: ${reason}.`, { cause });
}
