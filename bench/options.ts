import { parseArgs } from 'node:util';
import { z } from 'zod';
import { SluiceError } from '../subgraphs/kit/errors.ts';

/** What a whole run measures, in that order. */
export const OWN_BENCHMARKS = ['query', 'sixSystems', 'live', 'fanOut', 'flows', 'webhooks', 'layers'] as const;

/** The benchmarks, in the order in which they run. The peers must be installed, so they are measured only when asked for. */
export const BENCHMARKS = [...OWN_BENCHMARKS, 'peers'] as const;

export type BenchmarkName = (typeof BENCHMARKS)[number];

/** The command line, checked. */
export interface BenchOptions {
  readonly only: readonly BenchmarkName[];
  /** How long one measurement takes. */
  readonly seconds: number;
  /** How often each measurement is taken, in turns with the others; its median counts. */
  readonly rounds: number;
  /** Subscribers to fan out to, each number in turn. */
  readonly subscribers: readonly number[];
  /** @default both, when there is a PostgreSQL server */
  readonly engine: 'sqlite' | 'postgres' | undefined;
  /** Where the results go. @default `bench/RESULTS.md` for a whole run and for the peers, nowhere for a part */
  readonly out: string | undefined;
  readonly help: boolean;
}

export const USAGE = `npm run bench [-- FLAGS]

  --only NAME,…              some benchmarks only: ${OWN_BENCHMARKS.join(', ')};
                             or peers: other gateways, which are installed into bench/peers
  --engine sqlite|postgres   one engine only
  --seconds N                how long one measurement takes (1)
  --rounds N                 how often each is taken; the median counts (3)
  --subscribers N,…          how many to fan out to (1000,10000)
  --out FILE                 where the results go; a whole run replaces bench/RESULTS.md, peers alone their part of it

DATABASE_URL names the PostgreSQL server, on which databases are made and dropped; without it SQLite alone is measured.
`;

const flags = z.object({
  only: z
    .string()
    .default(OWN_BENCHMARKS.join())
    .transform((names) => names.split(','))
    .pipe(z.array(z.enum(BENCHMARKS))),
  seconds: z.coerce.number().positive().max(600).default(1),
  rounds: z.coerce.number().int().min(1).max(100).default(3),
  subscribers: z
    .string()
    .default('1000,10000')
    .transform((numbers) => numbers.split(',').map(Number))
    .pipe(z.array(z.int().positive())),
  engine: z.enum(['sqlite', 'postgres']).optional(),
  out: z.string().min(1).optional(),
  help: z.boolean().default(false),
});

/** @throws SluiceError `CONFIGURATION_INVALID` for a flag that is unknown or has a wrong value */
export function readOptions(args: readonly string[]): BenchOptions {
  const parsed = flags.safeParse(parseFlags(args));
  if (parsed.success) return { engine: undefined, out: undefined, ...parsed.data };
  const wrong = parsed.error.issues.map(({ path, message }) => `--${String(path[0])}: ${message}`);
  throw new SluiceError('CONFIGURATION_INVALID', `${wrong.join('\n')}\n\n${USAGE}`);
}

function parseFlags(args: readonly string[]): unknown {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        only: text,
        seconds: text,
        rounds: text,
        subscribers: text,
        engine: text,
        out: text,
        help: { type: 'boolean' },
      },
    });
    return values;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new SluiceError('CONFIGURATION_INVALID', `${message}\n\n${USAGE}`, { cause });
  }
}
