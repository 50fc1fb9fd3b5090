import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { askVendors } from '../../subgraphs/index.ts';
import { SluiceError } from '../../subgraphs/kit/errors.ts';
import type { SubgraphSettings } from '../../subgraphs/kit/subgraph.ts';
import { compareApiSchemas, type SchemaChange } from '../compareApiSchemas.ts';
import { composeSupergraph } from '../federation/composeSupergraph.ts';
import { recordedSupergraph, withoutRecord } from '../federation/recordedComposition.ts';
import { loadSupergraph } from '../federation/supergraph.ts';
import { readFlowFolder } from '../flows/readFlowFolder.ts';
import { type ConfiguredSubgraph, readRoverConfig, readRoverSubgraphs } from '../roverConfig.ts';

export interface CheckOptions {
  readonly roverFile: string;
  /** The supergraph that is checked in. */
  readonly supergraphFile: string;
  /** Another supergraph to compare with, such as the one in production; then only breaking changes fail. */
  readonly against?: string;
  /** With these settings, each vendor behind a system is asked once. @default none is asked */
  readonly live?: SubgraphSettings;
}

/** What came of a check, for people. */
export interface CheckResult {
  readonly passed: boolean;
  readonly report: string;
}

/** How long a vendor may take until it counts as away. */
const VENDOR_PATIENCE_MS = 20_000;

const LEVELS: readonly SchemaChange['level'][] = ['BREAKING', 'DANGEROUS', 'SAFE'];

/**
 * Composes, and compares with the checked-in supergraph: passes when they are equal, and else tells what changes for
 * clients. With `against`, compares with that supergraph, and passes unless a change is breaking. The flows beside
 * `roverFile` must be valid in either case.
 *
 * @throws SluiceError `COMPOSITION_FAILED`; `CONFIGURATION_INVALID` when there is no supergraph to compare with
 */
export async function check(options: CheckOptions): Promise<CheckResult> {
  const configured = await readRoverConfig(options.roverFile);
  const composed = composeSupergraph(configured);
  const { passed, report } = await compareWithCheckedIn(composed, configured, options);
  const faults = await checkFlows(composed, options);
  const vendors = options.live ? await checkVendors(options.roverFile, options.live) : [];
  return {
    passed: passed && faults.length === 0 && vendors.every(({ answers }) => answers),
    report: [report, ...faults, ...vendors.map(({ report }) => report)].join('\n\n'),
  };
}

async function checkVendors(
  roverFile: string,
  settings: SubgraphSettings,
): Promise<readonly { readonly answers: boolean; readonly report: string }[]> {
  const local = (await readRoverSubgraphs(roverFile)).filter((subgraph) => subgraph.local);
  const asked = await askVendors(
    local.map(({ name }) => name),
    settings,
    AbortSignal.timeout(VENDOR_PATIENCE_MS),
  );
  if (asked.size === 0) return [{ answers: true, report: 'No vendor is behind any system.' }];
  return [...asked].map(([name, { answers, text }]) => ({ answers, report: `${name}: ${text}` }));
}

async function checkFlows(supergraphSdl: string, { roverFile }: CheckOptions): Promise<readonly string[]> {
  const { apiSchema: schema } = loadSupergraph(supergraphSdl);
  // The environment that the flows will run in is not this one.
  const options = { folder: join(dirname(roverFile), 'flows'), schema, environmentNames: null };
  return [...(await readFlowFolder(options)).faults.values()];
}

async function compareWithCheckedIn(
  composed: string,
  configured: readonly ConfiguredSubgraph[],
  { roverFile, supergraphFile, against }: CheckOptions,
): Promise<CheckResult> {
  const file = against ?? supergraphFile;
  const text = await readSupergraph(file);
  const before = withoutRecord(text);
  // What is checked in must record its subgraphs, since the start goes by that.
  const served = against === undefined ? recordedSupergraph(text, configured) : before;
  if (served === composed) return { passed: true, report: `${file} is what ${roverFile} composes to.` };

  const changes = await compareApiSchemas({ sdl: before, file }, { sdl: composed, file: roverFile });
  const report = [`${file} is not what ${roverFile} composes to.`, describeChanges(changes)];
  if (against !== undefined) {
    return { passed: !changes.some(({ level }) => level === 'BREAKING'), report: report.join('\n\n') };
  }
  return { passed: false, report: [...report, 'Run `npm run compose` and check it in.'].join('\n\n') };
}

async function readSupergraph(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SluiceError('CONFIGURATION_INVALID', `${file} cannot be read: ${reason}. Run \`npm run compose\`.`, {
      cause,
    });
  });
}

function describeChanges(changes: readonly SchemaChange[]): string {
  if (changes.length === 0) return 'For clients nothing changes; what differs is how the subgraphs resolve it.';
  const groups = LEVELS.map((level) => changes.filter((change) => change.level === level)).filter(
    ({ length }) => length,
  );
  return groups.map(describeGroup).join('\n\n');
}

function describeGroup(changes: readonly SchemaChange[]): string {
  const lines = changes.map(({ path, message }) => `  ${path}: ${message}`);
  return [`${changes[0]?.level} (${changes.length})`, ...lines].join('\n');
}
