import { watch } from 'node:fs/promises';

export interface WatchFolderOptions {
  readonly folder: string;
  /** Quiet time in milliseconds after a change before `onChange`, since editors write in several steps. */
  readonly debounceMs: number;
  /** Called once the watch has begun, and after changes; never again before it has resolved. It must not reject. */
  readonly onChange: () => Promise<void>;
  /** Told why the folder is not watched any more. */
  readonly onEnd: (error: unknown) => void;
  readonly signal: AbortSignal;
}

/**
 * Watches until the signal is aborted, and never rejects: who cannot reload still serves. Resolves once the last
 * `onChange` has.
 *
 * A folder is watched, not its files: editors and deployments replace files by renaming, after which a watch on the old
 * file would see nothing.
 */
export async function watchFolder(options: WatchFolderOptions): Promise<void> {
  const { folder, onEnd, signal } = options;
  const changes = debounce(options);
  try {
    // Between the caller's first read and the start of the watch something may have changed.
    const events = watch(folder, { signal, persistent: false });
    changes.schedule();
    for await (const _event of events) changes.schedule();
  } catch (error) {
    if (!signal.aborted) onEnd(error);
  } finally {
    await changes.settled();
  }
}

function debounce({ debounceMs, onChange }: WatchFolderOptions) {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  return {
    schedule(): void {
      clearTimeout(timer);
      timer = setTimeout(() => {
        running = running.then(onChange);
      }, debounceMs);
      timer.unref();
    },
    async settled(): Promise<void> {
      clearTimeout(timer);
      await running;
    },
  };
}
