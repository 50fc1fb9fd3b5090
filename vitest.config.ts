import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';

const { resolve } = createRequire(import.meta.url);

export default defineConfig({
  // Vite would take graphql's .mjs files where Node takes its .js files, and so do Apollo's packages: two instances.
  resolve: { alias: [{ find: /^graphql$/, replacement: resolve('graphql') }] },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Servers, databases and kills: two at a time is what two cores carry without one test's load failing another.
    maxWorkers: 2,
  },
});
