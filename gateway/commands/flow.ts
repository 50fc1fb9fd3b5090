import { readFile } from 'node:fs/promises';
import { SluiceError } from '../../subgraphs/kit/errors.ts';
import { configuredSupergraph } from '../configuredSupergraph.ts';
import { loadSupergraph } from '../federation/supergraph.ts';
import { readFlow } from '../flows/document/readFlow.ts';
import { type FlowRehearsal, rehearseFlow } from '../flows/rehearseFlow.ts';
import { readRoverConfig } from '../roverConfig.ts';

export interface TryFlowOptions {
  /** The flow. */
  readonly file: string;
  /** JSON: a change as the flow's subscription would deliver it, `{ "paymentChanged": { … } }`. */
  readonly changeFile: string;
  readonly roverFile: string;
  readonly supergraphFile: string;
  /** The `FLOW_*` variables. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Tells what a flow would do for a change, and does nothing.
 *
 * @throws SluiceError `FLOW_INVALID`; `CONFIGURATION_INVALID` when a file cannot be read or is no such change
 */
export async function tryFlow({
  file,
  changeFile,
  roverFile,
  supergraphFile,
  environment,
}: TryFlowOptions): Promise<string> {
  const source = await readText(file);
  const change = parseJson(await readText(changeFile), changeFile);
  const { apiSchema: schema } = loadSupergraph(
    await configuredSupergraph(await readRoverConfig(roverFile), supergraphFile),
  );
  const environmentNames = new Set(Object.keys(environment));
  const flow = readFlow({ source, file, schema, environmentNames });
  const { rootName } = flow.trigger;
  if (typeof change !== 'object' || change === null || !(rootName in change)) {
    const expected = `as the subscription delivers it: { "${rootName}": { … } }`;
    throw new SluiceError('CONFIGURATION_INVALID', `${changeFile} is no change of ${flow.name}; write it ${expected}.`);
  }
  return describe(rehearseFlow(flow, change, environment));
}

function describe({ flow, bindings, steps }: FlowRehearsal): string {
  const { once } = flow.options;
  const head = [`${flow.name}, ${flow.file}`];
  if (once !== null) head.push(`One run ever for ${once} = ${JSON.stringify(bindings[once] ?? null)}`);
  return [
    head.join('\n'),
    ['Bindings', ...assignments(bindings, 2)].join('\n'),
    ...steps.map(({ step, verdict, calls }) =>
      [
        `${step.name}: ${verdict}`,
        ...calls.flatMap(({ key, outcome }) => {
          const item = key === undefined ? [] : [`  ${step.each?.key} = ${JSON.stringify(key)}`];
          const indent = item.length > 0 ? 4 : 2;
          if (outcome.kind === 'skipped') return [...item, `${' '.repeat(indent)}left out: ${outcome.because}`];
          return [...item, ...assignments(outcome.variables, indent, '$')];
        }),
      ].join('\n'),
    ),
    'Nothing was done.',
  ].join('\n\n');
}

function assignments(values: Readonly<Record<string, unknown>>, indent: number, prefix = ''): readonly string[] {
  return Object.entries(values).map(
    ([name, value]) => `${' '.repeat(indent)}${prefix}${name} = ${JSON.stringify(value)}`,
  );
}

async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new SluiceError('CONFIGURATION_INVALID', `${file} cannot be read: ${messageOf(cause)}`, { cause });
  });
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SluiceError('CONFIGURATION_INVALID', `${file} is no valid JSON: ${messageOf(cause)}`, { cause });
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
