import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import { SluiceError } from '../../subgraphs/kit/errors.ts';
import { readFlow } from './document/readFlow.ts';
import type { Flow } from './flow.ts';

export interface ReadFlowFolderOptions {
  readonly folder: string;
  /** What clients see of the supergraph. */
  readonly schema: GraphQLSchema;
  /** The `FLOW_*` environment variables that are set; null when where the flows will run is not known. */
  readonly environmentNames: ReadonlySet<string> | null;
  /** What runs already, by file: a file that is broken keeps it, and a name stays with the file that has it. */
  readonly running?: ReadonlyMap<string, Flow>;
}

export interface FlowFolder {
  /** By file, in the order of their names. */
  readonly flows: ReadonlyMap<string, Flow>;
  /** Why a file is not used as it is, by file. */
  readonly faults: ReadonlyMap<string, string>;
}

/** Reads all flows of a folder, one in each `.graphql` file. A folder that does not exist has none. */
export async function readFlowFolder(options: ReadFlowFolderOptions): Promise<FlowFolder> {
  const { folder, running = new Map<string, Flow>() } = options;
  const faults = new Map<string, string>();
  const wanted: Flow[] = [];
  for (const file of await listFiles(folder)) {
    const flow = await readFile(file, 'utf8')
      .then((source) => readFlow({ ...options, source, file }))
      .catch((error: unknown) => {
        // Removed since the folder was listed.
        if (hasCode(error, 'ENOENT')) return undefined;
        faults.set(file, describe(error, file));
        return running.get(file);
      });
    if (flow) wanted.push(flow);
  }
  return { flows: assignNames(wanted, running, faults), faults };
}

/** Lets each name be of one flow. Who comes later to a name is at fault, and stays what it was. */
function assignNames(
  wanted: readonly Flow[],
  running: ReadonlyMap<string, Flow>,
  faults: Map<string, string>,
): ReadonlyMap<string, Flow> {
  const isNew = ({ name, file }: Flow) => Number(running.get(file)?.name !== name);
  const owners = new Map<string, Flow>();
  for (const flow of wanted.toSorted((one, other) => isNew(one) - isNew(other))) {
    const owner = owners.get(flow.name);
    if (owner) {
      faults.set(
        flow.file,
        `${flow.file}: The flow "${flow.name}" is in ${owner.file} too; rename one of the subscriptions.`,
      );
    }
    const taken = owner ? running.get(flow.file) : flow;
    if (taken && !owners.has(taken.name)) owners.set(taken.name, taken);
  }
  const flows = [...owners.values()].toSorted((one, other) => (one.file < other.file ? -1 : 1));
  return new Map(flows.map((flow) => [flow.file, flow]));
}

async function listFiles(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  });
  return names
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => join(folder, name));
}

/** @throws what is no expected failure: a bug must not look like a fault of the file */
function describe(error: unknown, file: string): string {
  if (error instanceof SluiceError) return error.message;
  if (error instanceof Error && 'syscall' in error) return `${file}: It cannot be read: ${error.message}`;
  throw error;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
