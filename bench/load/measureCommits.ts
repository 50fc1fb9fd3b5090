import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import pg from 'pg';
import { percentile } from '../statistics.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

/** About as much as a change takes in the log. */
const ROW = 'x'.repeat(500);
const CHANNEL = 'sluice_bench';

/** A limit of SQLite: one row inserted and on the disk, in the middle of many, in milliseconds. */
export async function measureSqliteCommit({ seconds }: { readonly seconds: number }): Promise<number> {
  await using folder = await temporaryFolder();
  const database = new DatabaseSync(join(folder.path, 'commits.db'));
  try {
    database.exec(
      'pragma journal_mode = wal; pragma synchronous = full; create table rows (id integer primary key, row text)',
    );
    const insert = database.prepare('insert into rows (row) values (?)');
    return await medianMs(seconds, async () => {
      insert.run(ROW);
    });
  } finally {
    database.close();
  }
}

/**
 * A limit of PostgreSQL: one row inserted, on the disk, and another connection told of it, in the middle of many, in
 * milliseconds.
 */
export async function measureNotification(options: {
  readonly databaseUrl: string;
  readonly seconds: number;
}): Promise<number> {
  const writer = new pg.Client({ connectionString: options.databaseUrl });
  const listener = new pg.Client({ connectionString: options.databaseUrl });
  try {
    await Promise.all([writer.connect(), listener.connect()]);
    await writer.query('create table if not exists bench_rows (id bigserial primary key, row text)');
    await listener.query(`listen ${CHANNEL}`);
    return await medianMs(options.seconds, async () => {
      const notified = new Promise((resolve) => listener.once('notification', resolve));
      await writer.query({
        name: 'insert-and-notify',
        text: `with inserted as (insert into bench_rows (row) values ($1) returning id) select pg_notify('${CHANNEL}', id::text) from inserted`,
        values: [ROW],
      });
      await notified;
    });
  } finally {
    await Promise.all([writer.end(), listener.end()]);
  }
}

async function medianMs(seconds: number, act: () => Promise<void>): Promise<number> {
  const timesMs: number[] = [];
  const endAt = performance.now() + seconds * 1000;
  while (performance.now() < endAt) {
    const startedAt = performance.now();
    await act();
    timesMs.push(performance.now() - startedAt);
  }
  return percentile(timesMs, 50);
}
