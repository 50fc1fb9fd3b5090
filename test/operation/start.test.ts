import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openPostgresDatabase } from '../../subgraphs/kit/database/postgresDatabase.ts';
import { engines, type TestEngine, type TestStorage } from '../harness/engines.ts';
import { runSluice, spawnSluice } from '../harness/spawnSluice.ts';
import { ask, subscribe } from '../harness/startSluice.ts';

const [sqlite] = engines as readonly [TestEngine, ...TestEngine[]];

describe('npm start', () => {
  it('seeds once, and nothing with SEED=none', async () => {
    const count = async (storage: TestStorage, SEED: string) => {
      await using sluice = await spawnSluice({ variables: { ...storage.variables, SEED } });
      return (await ask(sluice.url, '{ customers(first: 100) { nodes { id } } }')).data.customers.nodes.length;
    };
    await using seeded = await sqlite.create();
    expect([await count(seeded, 'demo'), await count(seeded, 'demo')]).toEqual([100, 100]);
    await using bare = await sqlite.create();
    expect(await count(bare, 'none')).toBe(0);
  });

  it('keeps what was written across a restart', async () => {
    await using storage = await sqlite.create({ SEED: 'none' });
    const first = await spawnSluice({ variables: storage.variables });
    await ask(first.url, 'mutation { createContact(input: { email: "kept@example.com" }) { contact { id } } }');
    await first.end('SIGKILL');
    await using second = await spawnSluice({ variables: storage.variables });
    expect((await ask(second.url, '{ contacts { nodes { email } } }')).data.contacts.nodes).toEqual([
      { email: 'kept@example.com' },
    ]);
  });

  it('works with emulated vendors on request, which end with it', async () => {
    await using sluice = await spawnSluice({
      args: ['start', '--port', '0', '--vendors', 'emulated'],
      fromSources: true,
    });
    const { data, errors } = await ask(
      sluice.url,
      `mutation {
        createContact(input: { email: "new@example.com" }) { contact { externalId backendStatus } }
        createPayment(input: { customerEmail: "new@example.com", amount: { amount: "12.50", currencyCode: "EUR" } }) {
          payment { externalId status }
        }
        createTicket(input: { customerEmail: "new@example.com", subject: "Late", body: "Where is it?" }) {
          ticket { externalId status }
        }
        adjustStock(input: { sku: "FOOTREST", location: "berlin", delta: -5 }) { stockLevel { available } }
        placeOrder(input: { customerEmail: "new@example.com", lines: [{ sku: "FOOTREST", quantity: 2 }] }) {
          order { externalId status lines { quantity product { sku } } }
        }
      }`,
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      createContact: { contact: { externalId: expect.stringMatching(/^\d+$/), backendStatus: 'lead' } },
      createPayment: { payment: { externalId: expect.stringMatching(/^pi_/), status: 'SUCCEEDED' } },
      createTicket: { ticket: { externalId: '6', status: 'NEW' } },
      adjustStock: { stockLevel: { available: 15 } },
      placeOrder: {
        order: {
          externalId: expect.stringMatching(/^\d+$/),
          status: 'PENDING',
          lines: [{ quantity: 2, product: { sku: 'FOOTREST' } }],
        },
      },
    });
    expect(await sluice.end('SIGTERM')).toBe(0);
  });

  it.each([
    [{ PORT: 'http' }, 'PORT must be a port from 0 (any that is free) to 65535, not "http"'],
    [{ PORT: '70000' }, 'PORT must be a port'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be fatal, error, warn, info, debug, trace or silent, not "loud"'],
    [{ SEED: 'yes' }, 'SEED must be demo or none, not "yes"'],
    [
      { DATABASE_URL: 'mysql://root:hidden@127.0.0.1/x' },
      'DATABASE_URL must be a PostgreSQL URL such as postgres://user@host:5432/sluice, not its value (not shown)',
    ],
    [{ CURSOR_SECRET: 'short' }, 'CURSOR_SECRET must be a secret of at least 32 characters'],
    [{ CHANGE_RETENTION_DAYS: '0' }, 'CHANGE_RETENTION_DAYS must be a number of days from 1 to 3650, not "0"'],
    [{ MAX_QUEUED_BYTES: '1 MiB' }, 'MAX_QUEUED_BYTES must be a number of bytes from 16384 to 1073741824, not "1 MiB"'],
    [{ SMTP_URL: 'http://example.com' }, 'SMTP_URL must be an SMTP URL'],
  ])('refuses %o, naming the variable and what was expected', async (variables, message) => {
    const { code, stderr } = await runSluice({ args: ['start'], variables });
    expect(code).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('hidden');
  });

  it.each([
    [['start', '--port', 'x'], '--port must be a port'],
    [['start', '--prot', '1'], "Unknown option '--prot'"],
    [['gateway'], '`gateway` needs --supergraph FILE'],
    [['gateway', '--supergraph', 'none.graphql'], 'none.graphql'],
    [['subgraph'], '`subgraph` needs the name of a system'],
    [['subgraph', 'nonsense'], 'has no subgraph "nonsense"; it has integration, crm'],
    [['start', '--config', 'none.yaml'], 'none.yaml cannot be read'],
    [['fly'], 'There is no command "fly"'],
  ])('refuses the command line %o', async (args, message) => {
    const { code, stderr } = await runSluice({ args });
    expect(code).toBe(1);
    expect(stderr).toContain(message);
  });

  it('refuses a second server on the same DATA_DIR, until the first is killed', async () => {
    await using storage = await sqlite.create({ SEED: 'none' });
    const first = await spawnSluice({ variables: storage.variables });
    const second = await runSluice({ args: ['start', '--port', '0'], variables: storage.variables });
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(/Another Sluice runs on the data folder .*DATA_DIR_IN_USE/s);
    expect((await ask(first.url, '{ changeCursor }')).errors).toBeUndefined();
    await first.end('SIGKILL');
    await using third = await spawnSluice({ variables: storage.variables });
    expect((await ask(third.url, '{ changeCursor }')).errors).toBeUndefined();
  });

  it('says which port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as { port: number };
    await using storage = await sqlite.create({ SEED: 'none' });
    const { code, stderr } = await runSluice({ args: ['start', '--port', String(port)], variables: storage.variables });
    taken.close();
    expect(code).toBe(1);
    expect(stderr).toContain(`127.0.0.1:${port}`);
    expect(stderr).toContain('PORT_IN_USE');
  });

  it('says that PostgreSQL does not answer, without its password', async () => {
    const variables = { DATABASE_URL: 'postgres://someone:hidden@127.0.0.1:1/none' };
    const { code, stderr } = await runSluice({ args: ['start', '--port', '0'], variables });
    expect(code).toBe(1);
    expect(stderr).toMatch(/PostgreSQL at .*127\.0\.0\.1:1\/none does not answer: .*DATABASE_UNAVAILABLE/s);
    expect(stderr).not.toContain('hidden');
  });
});

describe.each(engines)('A database on $name', (engine) => {
  it('that a newer Sluice wrote is refused, and left as it is', async () => {
    await using storage = await engine.create({ SEED: 'none' });
    const server = await spawnSluice({ variables: storage.variables });
    await server.end('SIGTERM');
    await pretendNewer(storage);
    const { code, stderr } = await runSluice({ args: ['start', '--port', '0'], variables: storage.variables });
    expect(code).toBe(1);
    expect(stderr).toMatch(/was written by a newer Sluice: crm has 999-future.*DATABASE_NEWER/s);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'is closed cleanly on %s, after the requests and subscriptions',
    async (signal) => {
      await using storage = await engine.create({ SEED: 'none' });
      const server = await spawnSluice({ variables: storage.variables });
      await using events = await subscribe(server.url, 'subscription { contactChanged { id } }');
      const ended = endOf(events);
      const requests = Array.from({ length: 20 }, (_, n) =>
        ask(server.url, `mutation { createContact(input: { email: "c${n}@example.com" }) { contact { id } } }`),
      );
      const settled = Promise.allSettled(requests);
      await requests[0];
      expect(await server.end(signal)).toBe(0);
      expect(await ended).toMatchObject({ code: 1001 });
      const promised = (await settled).filter((answer) => answer.status === 'fulfilled' && answer.value.data).length;
      expect(promised).toBeGreaterThan(0);
      await using again = await spawnSluice({ variables: storage.variables });
      const { data } = await ask(again.url, '{ contacts(first: 100) { nodes { id } } }');
      expect(data.contacts.nodes.length).toBeGreaterThanOrEqual(promised);
    },
  );
});

/** How a subscription ended: the close event of its socket. */
async function endOf(events: AsyncIterable<unknown>): Promise<unknown> {
  try {
    for await (const _event of events);
    return 'completed';
  } catch (closed) {
    return closed;
  }
}

async function pretendNewer({ engine, environment }: TestStorage): Promise<void> {
  const insert =
    "insert into sluice_migration (component, name, applied_at) values ('crm', '999-future', '2030-01-01')";
  if (engine === 'sqlite') {
    const file = new DatabaseSync(join(environment.DATA_DIR, 'sluice.db'));
    file.exec(insert);
    file.close();
    return;
  }
  await using database = openPostgresDatabase(environment.DATABASE_URL ?? '', {
    onConnectionError: (error) => {
      throw error;
    },
  });
  await sql.raw(insert).execute(database.queries);
}
