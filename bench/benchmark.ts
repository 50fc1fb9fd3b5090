import type { TestEngine } from '../test/harness/engines.ts';
import type { LoadGenerator } from './load/loadGenerator.ts';
import type { Section } from './report.ts';
import type { Deployments } from './servers/deployments.ts';

/** What a benchmark works with. */
export interface Bench {
  readonly engines: readonly TestEngine[];
  readonly seconds: number;
  readonly rounds: number;
  /** Subscribers to fan out to. */
  readonly subscribers: readonly number[];
  readonly load: LoadGenerator;
  readonly deployments: Deployments;
  /** Tells whoever waits what is being done. */
  readonly progress: (message: string) => void;
  /** Aborted when the run is given up. */
  readonly signal: AbortSignal;
}

/** Measures one thing. What it starts has ended when it resolves. */
export type Benchmark = (bench: Bench) => Promise<Section>;

/** Engines as the results call them. */
export const ENGINE_NAMES = { sqlite: 'SQLite', postgres: 'PostgreSQL' } as const;
