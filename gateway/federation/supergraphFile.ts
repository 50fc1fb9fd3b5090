import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { SupergraphManager, SupergraphSdlUpdateFunction } from '@apollo/gateway';
import { SluiceError } from '../../subgraphs/kit/errors.ts';
import { watchFolder } from '../watchFolder.ts';
import type { GatewayLogger } from './federationGateway.ts';

export interface SupergraphFileOptions {
  /** The file with the supergraph's SDL. */
  readonly file: string;
  readonly logger: GatewayLogger;
  /**
   * Quiet time in milliseconds after a change before the file is read, since editors write in several steps.
   *
   * @default 100
   */
  readonly debounceMs?: number;
}

/**
 * A supergraph that is read from a file, and read again when the file changes.
 *
 * A file that is missing for a moment, or cannot be read, keeps the last supergraph.
 */
export function supergraphFile({ file, logger, debounceMs = 100 }: SupergraphFileOptions): SupergraphManager {
  return {
    async initialize({ update }) {
      const supergraphSdl = await readSupergraph(file);
      const stopping = new AbortController();
      const watching = watchFile(file, supergraphSdl, { update, logger, debounceMs, signal: stopping.signal });
      const cleanup = async (): Promise<void> => {
        stopping.abort();
        await watching;
      };
      return { supergraphSdl, cleanup };
    },
  };
}

async function readSupergraph(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SluiceError('CONFIGURATION_INVALID', `The supergraph file ${file} cannot be read: ${reason}`, { cause });
  }
}

interface WatchOptions {
  readonly update: SupergraphSdlUpdateFunction;
  readonly logger: GatewayLogger;
  readonly debounceMs: number;
  readonly signal: AbortSignal;
}

/** Watches until the signal is aborted, and passes on what differs from the last text. */
function watchFile(file: string, initialSdl: string, options: WatchOptions): Promise<void> {
  const { update, logger, debounceMs, signal } = options;
  let current = initialSdl;
  return watchFolder({
    folder: path.dirname(path.resolve(file)),
    debounceMs,
    signal,
    async onChange() {
      try {
        const sdl = await readSupergraph(file);
        if (signal.aborted || sdl === current) return;
        current = sdl;
        update(sdl);
      } catch (error) {
        logger.warn(`${error instanceof Error ? error.message : String(error)}. The last supergraph stays.`);
      }
    },
    onEnd: (error) => logger.error(`The supergraph file ${file} is not watched any more: ${String(error)}`),
  });
}
