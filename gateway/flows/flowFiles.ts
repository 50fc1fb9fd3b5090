import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { watchFolder } from '../watchFolder.ts';
import type { Flow } from './flow.ts';
import { type FlowFolder, type ReadFlowFolderOptions, readFlowFolder } from './readFlowFolder.ts';

export interface FlowFilesOptions extends Omit<ReadFlowFolderOptions, 'running'> {
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Told all flows when one has come, gone or changed. A call comes after the one before it has resolved. */
  readonly onChange: (flows: readonly Flow[]) => Promise<void>;
  /** Told why files are broken, by file, when that has changed; before `onChange` is. @default nobody is told */
  readonly onFaults?: (faults: ReadonlyMap<string, string>) => Promise<void>;
  /**
   * Quiet time in milliseconds after a change before the folder is read, since editors write in several steps.
   *
   * @default 100
   */
  readonly debounceMs?: number;
}

/** The flows of a folder, kept up to date. */
export interface FlowFiles {
  /** Those that run now. */
  readonly flows: readonly Flow[];
  /** Why files are broken, by file. */
  readonly faults: ReadonlyMap<string, string>;
  /** Checks all files against another schema, as after a reload of the supergraph. */
  check(schema: GraphQLSchema): Promise<void>;
  /** Watches no more. Resolves when the last `onChange` has. */
  close(): Promise<void>;
}

/**
 * Reads the flows of a folder, and reads them again when a file changes. A file that is broken is logged with each of
 * its faults, and its last good version goes on; without one, its flow does not run. A file that is gone takes its flow
 * with it.
 */
export async function openFlowFiles(options: FlowFilesOptions): Promise<FlowFiles> {
  const { folder, logger, onChange, onFaults, debounceMs = 100 } = options;
  let { schema } = options;
  let current: FlowFolder = { flows: new Map(), faults: new Map() };
  let reading: Promise<void> = Promise.resolve();
  let checkedAgainst: GraphQLSchema | undefined;

  const read = async (): Promise<void> => {
    const before = current;
    const folderNow = await readFlowFolder({ ...options, schema, running: before.flows });
    // Against another schema, a flow is another even if its text is the same.
    current = schema === checkedAgainst ? keepUnchanged(folderNow, before) : folderNow;
    checkedAgainst = schema;
    logFaults(current, before, logger);
  };
  const reload = (): Promise<void> => {
    reading = reading.then(async () => {
      try {
        await read();
        const faults = describeFaults(current);
        if (faults !== toldFaults) await onFaults?.(current.faults);
        toldFaults = faults;
        const flows = [...current.flows.values()];
        if (flows.length === told.length && flows.every((flow, index) => flow === told[index])) return;
        await onChange(flows);
        told = flows;
      } catch (error) {
        logger.error(error, `The flows in ${folder} cannot be reloaded; the next change tries again`);
      }
    });
    return reading;
  };

  await read();
  let told = [...current.flows.values()];
  let toldFaults = describeFaults(current);
  const stopping = new AbortController();
  const watching = watchFolder({
    folder,
    debounceMs,
    signal: stopping.signal,
    onChange: reload,
    onEnd: (error) => logger.warn(`The flows in ${folder} are not watched: ${String(error)}`),
  });
  return {
    get flows() {
      return [...current.flows.values()];
    },
    get faults() {
      return current.faults;
    },
    check(next) {
      schema = next;
      return reload();
    },
    async close() {
      stopping.abort();
      await watching;
      await reading;
    },
  };
}

/** Tells one state of the files' faults from another. */
function describeFaults({ faults }: FlowFolder): string {
  return JSON.stringify([...faults]);
}

/** The same flow is the same object, so that whoever runs it need not begin anew. */
function keepUnchanged({ flows, faults }: FlowFolder, before: FlowFolder): FlowFolder {
  const kept = [...flows].map(([file, flow]): [string, Flow] => {
    const earlier = before.flows.get(file);
    return [file, earlier?.name === flow.name && earlier.version === flow.version ? earlier : flow];
  });
  return { flows: new Map(kept), faults };
}

/** Each fault once, not again with every change of another file. */
function logFaults({ flows, faults }: FlowFolder, before: FlowFolder, logger: FlowFilesOptions['logger']): void {
  for (const [file, message] of faults) {
    if (before.faults.get(file) === message) continue;
    const running = flows.get(file);
    if (running) logger.warn(`${message}\nThe last good version of the flow ${running.name} stays.`);
    else logger.error(`${message}\nThis flow does not run.`);
  }
  for (const file of before.faults.keys()) {
    if (!faults.has(file) && flows.has(file)) logger.info(`${file} is good again.`);
  }
}
