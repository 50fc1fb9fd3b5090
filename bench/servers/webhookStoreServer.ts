import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { DatabaseSync } from '@photostructure/sqlite';
import pg from 'pg';

/**
 * A limit: what `node:http` and a database driver do with webhooks that are stored before they are answered. It verifies
 * nothing and processes nothing. What arrives while one group is being committed is the next group. Stores on the PostgreSQL
 * of DATABASE_URL, or else in a SQLite file in DATA_DIR.
 */
interface Pending {
  readonly id: string;
  readonly body: Buffer;
  readonly response: ServerResponse;
}

const TABLE = 'bench_webhook';
const ANSWER = '{}';

const { DATABASE_URL, DATA_DIR = '.' } = process.env;
const store = DATABASE_URL ? await openPostgres(DATABASE_URL) : openSqlite(join(DATA_DIR, 'webhooks.db'));

let waiting: Pending[] = [];
let storing = false;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.once('end', () => {
    waiting.push({ id: String(request.headers['webhook-id']), body: Buffer.concat(chunks), response });
    if (!storing) storeAll();
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`It listens on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});

/** One that cannot store ends, and fails the measurement. */
async function storeAll(): Promise<void> {
  storing = true;
  while (waiting.length > 0) {
    await nextTurn();
    const group = waiting;
    waiting = [];
    await store(group);
    for (const { response } of group) {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': ANSWER.length });
      response.end(ANSWER);
    }
  }
  storing = false;
}

function openSqlite(path: string): (group: readonly Pending[]) => Promise<void> {
  const database = new DatabaseSync(path);
  database.exec('pragma journal_mode = wal; pragma synchronous = full');
  database.exec(`create table ${TABLE} (id text primary key, body blob not null)`);
  const insert = database.prepare(`insert into ${TABLE} (id, body) values (?, ?) on conflict do nothing`);
  return async (group) => {
    database.exec('begin immediate');
    for (const { id, body } of group) insert.run(id, body);
    database.exec('commit');
  };
}

async function openPostgres(url: string): Promise<(group: readonly Pending[]) => Promise<void>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create table ${TABLE} (id text primary key, body bytea not null)`);
  return async (group) => {
    await client.query({
      name: 'store',
      text: `insert into ${TABLE} (id, body) select * from unnest($1::text[], $2::bytea[]) on conflict do nothing`,
      values: [group.map(({ id }) => id), group.map(({ body }) => body)],
    });
  };
}
