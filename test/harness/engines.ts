import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Environment, readEnvironment } from '../../gateway/environment.ts';

/** Where a test's data is: a folder or a PostgreSQL database of its own, gone when it is disposed. */
export interface TestStorage extends AsyncDisposable {
  readonly engine: 'sqlite' | 'postgres';
  /** Variables that make a Sluice process use it. */
  readonly variables: Readonly<Record<string, string>>;
  readonly environment: Environment;
}

/** How to make the storage of one engine. */
export interface TestEngine {
  readonly name: 'sqlite' | 'postgres';
  create(variables?: Readonly<Record<string, string>>): Promise<TestStorage>;
}

const sqlite: TestEngine = {
  name: 'sqlite',
  async create(variables = {}) {
    const folder = await mkdtemp(join(tmpdir(), 'sluice-test-'));
    return storage('sqlite', { DATA_DIR: folder, ...variables }, () => rm(folder, { recursive: true, force: true }));
  },
};

function postgres(serverUrl: string): TestEngine {
  return {
    name: 'postgres',
    async create(variables = {}) {
      const database = `sluice_test_${randomBytes(6).toString('hex')}`;
      await administer(serverUrl, `create database ${database}`);
      const url = new URL(serverUrl);
      url.pathname = `/${database}`;
      return storage('postgres', { DATABASE_URL: url.toString(), ...variables }, () =>
        administer(serverUrl, `drop database if exists ${database} with (force)`),
      );
    },
  };
}

/**
 * The engines that the conformance suites run on: SQLite always, PostgreSQL when `DATABASE_URL` names a server where
 * the tests may create databases.
 */
export const engines: readonly TestEngine[] = process.env.DATABASE_URL
  ? [sqlite, postgres(process.env.DATABASE_URL)]
  : [sqlite];

/** A server that does not answer fails the tests that want it, it does not skip them. */
async function administer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Flows run only in the tests that are about them. */
const NO_FLOWS = { FLOWS_DIR: join(tmpdir(), 'sluice-test-without-flows') };

function storage(
  engine: TestStorage['engine'],
  given: Readonly<Record<string, string>>,
  remove: () => Promise<void>,
): TestStorage {
  const variables = { ...NO_FLOWS, ...given };
  return { engine, variables, environment: readEnvironment({ ...variables }), [Symbol.asyncDispose]: remove };
}
