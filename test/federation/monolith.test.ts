import fc from 'fast-check';
import { type ExecutionResult, execute, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { composeGateway, schemaOf } from './composedGateway.ts';
import { drawFrom, generateGraph, generateOperation } from './generatedGraph.ts';

/** More of both for a longer search: `DIFFERENTIAL_RUNS=2000 npx vitest run test/federation/monolith.test.ts`. */
const RUNS = Number(process.env.DIFFERENTIAL_RUNS ?? 12);
const OPERATIONS_PER_GRAPH = 25;

/** Places of errors, in an order of their own. */
function placesOf({ errors = [] }: ExecutionResult): string[] {
  return errors.map(({ path }) => (path ?? []).join('.')).sort();
}

describe('A graph in several subgraphs', () => {
  it('answers as the same graph in one schema', { timeout: 20_000 + RUNS * 4_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.noBias(fc.integer({ min: 0, max: 0xffff_ffff })), async (seed) => {
        const draw = drawFrom(seed);
        const graph = generateGraph(draw);
        const whole = schemaOf(graph.monolith);
        const { query } = await composeGateway(graph.subgraphs);
        for (let i = 0; i < OPERATIONS_PER_GRAPH; i++) {
          const operation = generateOperation(graph, draw);
          const document = parse(operation);
          expect(validate(whole, document), operation).toEqual([]);
          const expected = JSON.parse(JSON.stringify(await execute({ schema: whole, document }))) as ExecutionResult;
          const actual = await query(operation);
          const report = [operation, ...Object.values(graph.subgraphs).map(({ sdl }) => sdl)].join('\n\n');
          expect(actual.data, report).toEqual(expected.data);
          expect(placesOf(actual), report).toEqual(placesOf(expected));
        }
      }),
      { numRuns: RUNS, seed: Number(process.env.DIFFERENTIAL_SEED ?? 20_261_124), endOnFailure: true },
    );
  });
});
