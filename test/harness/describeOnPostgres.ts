import { describe } from 'vitest';
import { engines, type TestEngine } from './engines.ts';

const engine = engines.find(({ name }) => name === 'postgres');

/**
 * Tests of what only PostgreSQL is for, such as several processes on one database. They are skipped where there is none: a
 * file that declares no test at all would fail.
 */
export function describeOnPostgres(title: string, suite: (engine: TestEngine) => void): void {
  describe.skipIf(!engine)(`${title}, on postgres`, () => suite(engine as TestEngine));
}
