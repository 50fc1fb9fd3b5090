import { readFile, rename, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { composeSupergraph } from '../../gateway/federation/composeSupergraph.ts';
import { engines, type TestEngine } from '../harness/engines.ts';
import { roverFileWith } from '../harness/roverFile.ts';
import { spawnSluice } from '../harness/spawnSluice.ts';
import { ask, startSluice, subscribe } from '../harness/startSluice.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';

const [sqlite] = engines as readonly [TestEngine, ...TestEngine[]];

describe.each(engines)('A subgraph server on $name', (engine) => {
  it('serves its system alone, entities, SDL and subscriptions included', async () => {
    await using storage = await engine.create();
    await using crm = await spawnSluice({ args: ['subgraph', 'crm', '--port', '0'], variables: storage.variables });
    const { data } = await ask(crm.url, '{ contacts(first: 1) { nodes { id customer { id } } } _service { sdl } }');
    expect(data._service.sdl).toMatch(/type Contact\s+@key\(fields: "id"\)/);
    const [{ id, customer }] = data.contacts.nodes;
    const entities = await ask(
      crm.url,
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Contact { email } ... on Customer { contact { id } } } }',
      {
        representations: [
          { __typename: 'Contact', id },
          { __typename: 'Customer', id: customer.id },
        ],
      },
    );
    expect(entities.data._entities).toEqual([{ email: expect.stringContaining('@') }, { contact: { id } }]);

    const events = await subscribe(crm.url, 'subscription { contactChanged(changed: [STAGE]) { contact { stage } } }');
    const next = events.take();
    let told = false;
    void next.then(() => {
      told = true;
    });
    // The protocol does not say when a subscription has begun: change until it is told.
    for (let n = 0; !told; n++) {
      const stage = n % 2 === 0 ? 'LEAD' : 'PROSPECT';
      await ask(crm.url, `mutation { updateContact(input: { id: "${id}", stage: ${stage} }) { contact { id } } }`);
    }
    expect((await next).data.contactChanged.contact.stage).toMatch(/LEAD|PROSPECT/);
    await events.return?.();
    expect(await crm.end('SIGTERM')).toBe(0);
  });

  it('is part of the graph by its routing_url: queries, mutations and subscriptions', async () => {
    await using folder = await temporaryFolder();
    await using crmStorage = await engine.create();
    // On PostgreSQL all share one database; with SQLite a process has a folder of its own.
    await using ownStorage = await sqlite.create({ SEED: 'demo' });
    const storage = engine.name === 'postgres' ? crmStorage : ownStorage;
    await using crm = await spawnSluice({ args: ['subgraph', 'crm', '--port', '0'], variables: crmStorage.variables });
    const roverFile = await roverFileWith(folder.path, { crm: `${crm.url}/graphql` });
    await using sluice = await startSluice({ storage, roverFile });

    const { data } = await sluice.ask(
      '{ customers(first: 2) { nodes { id name contact { id email } payments(first: 1) { nodes { status } } } } }',
    );
    const [customer] = data.customers.nodes;
    expect(customer).toMatchObject({ contact: { email: expect.stringContaining('@') } });

    const after = (await subscribeHead(crm.url)) as string;
    await using events = await sluice.subscribe(
      'subscription ($after: Cursor) { contactChanged(after: $after) { kind contact { stage customer { name payments(first: 1) { nodes { status } } } } } }',
      { after },
    );
    const changed = await sluice.ask(
      `mutation { updateContact(input: { id: "${customer.contact.id}", stage: PROSPECT, name: "Changed" }) { contact { stage customer { name } } } }`,
    );
    expect(changed.data.updateContact.contact).toEqual({ stage: 'PROSPECT', customer: { name: customer.name } });
    let event = (await events.take()).data.contactChanged;
    // What was made to learn the cursor may have been followed by more of its kind.
    while (event.kind === 'CREATED') event = (await events.take()).data.contactChanged;
    expect(event).toMatchObject({
      kind: 'UPDATED',
      contact: { stage: 'PROSPECT', customer: { name: customer.name } },
    });

    await crm.end('SIGKILL');
    const down = await sluice.ask(`{ customer(id: "${customer.id}") { name contact { id } } }`);
    expect(down.data.customer).toEqual({ name: customer.name, contact: null });
    expect(down.errors?.[0]).toMatchObject({
      path: ['customer', 'contact'],
      extensions: { code: 'UPSTREAM_UNAVAILABLE', subgraph: 'crm' },
    });
    await expect(events.take()).rejects.toMatchObject([{ extensions: { code: 'UPSTREAM_UNAVAILABLE' } }]);
  });
});

/** The head of the subgraph's own log, by the cursor of a change that is made for it. */
async function subscribeHead(url: string): Promise<string> {
  const events = await subscribe(url, 'subscription { contactChanged { cursor } }');
  const next = events.take();
  let cursor: string | undefined;
  void next.then((event) => {
    cursor = event.data.contactChanged.cursor;
  });
  for (let n = 0; cursor === undefined; n++) {
    await ask(
      url,
      `mutation { createContact(input: { email: "head-${n}-${Date.now()}@example.com" }) { contact { id } } }`,
    );
  }
  await events.return?.();
  return cursor;
}

describe('npm run gateway', () => {
  it('serves a supergraph file with no database, forwards named headers, reloads, and exits on SIGTERM', async () => {
    await using folder = await temporaryFolder();
    const received: IncomingHttpHeaders[] = [];
    const upstream = createServer((request, response) => {
      received.push(request.headers);
      response.setHeader('content-type', 'application/json');
      request.resume().on('end', () => response.end('{"data":{"hello":"world","again":"and again"}}'));
    }).listen(0, '127.0.0.1');
    await new Promise((listening) => upstream.once('listening', listening));
    const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/graphql`;
    const supergraphOf = (fields: string) =>
      composeSupergraph([{ name: 'hello', url, file: 'hello.graphql', typeDefs: `type Query { ${fields} }` }]);
    const file = join(folder.path, 'supergraph.graphql');
    await writeFile(file, supergraphOf('hello: String'));

    await using gateway = await spawnSluice({
      args: [
        'gateway',
        '--supergraph',
        file,
        '--port',
        '0',
        '--forward-header',
        'Authorization',
        '--forward-header',
        'x-tenant',
      ],
      variables: { DATA_DIR: join(folder.path, 'data') },
    });
    const post = async (query: string) => {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer t', 'x-tenant': 'acme', 'x-other': 'no' },
        body: JSON.stringify({ query }),
      });
      return (await response.json()) as { data?: unknown; errors?: unknown };
    };
    expect((await post('{ hello }')).data).toEqual({ hello: 'world' });
    expect(received[0]).toMatchObject({ authorization: 'Bearer t', 'x-tenant': 'acme' });
    expect(received[0]).not.toHaveProperty('x-other');

    expect((await post('{ again }')).errors).toBeDefined();
    await writeFile(`${file}.new`, supergraphOf('hello: String again: String'));
    await rename(`${file}.new`, file);
    let answer = await post('{ again }');
    while (answer.errors) answer = await post('{ again }');
    expect(answer.data).toEqual({ again: 'and again' });

    expect(await gateway.end('SIGTERM')).toBe(0);
    await expect(readFile(join(folder.path, 'data', 'sluice.db'))).rejects.toThrow('ENOENT');
    upstream.close();
  });
});
