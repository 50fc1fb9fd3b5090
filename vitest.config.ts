import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const { resolve } = createRequire(import.meta.url);

/** Files that take minutes. Begun first, they run beside all others; begun last, as small files are, they run alone. */
const LONGEST = [
  'flows/kills.test.ts',
  'flows/faultySystems.test.ts',
  'operation/start.test.ts',
  'vendors/vendorKills.test.ts',
  'flows/replays.test.ts',
  'bench/bench.test.ts',
  'hubspotFaults.test.ts',
  'shopifyFaults.test.ts',
  'shopifyStockFaults.test.ts',
  'stripeFaults.test.ts',
  'zendeskFaults.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => LONGEST.some((name) => moduleId.endsWith(name));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  // Vite would take graphql's .mjs files where Node takes its .js files, and so do Apollo's packages: two instances.
  resolve: { alias: [{ find: /^graphql$/, replacement: resolve('graphql') }] },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/harness/compileSluice.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Servers, databases and kills: two at a time is what two cores carry without one test's load failing another.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
  },
});
