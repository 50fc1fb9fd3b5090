import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSupergraph } from '../../gateway/federation/supergraph.ts';
import { readFlow } from '../../gateway/flows/document/readFlow.ts';
import { engines, type TestEngine, type TestStorage } from '../harness/engines.ts';
import { ask } from '../harness/startSluice.ts';

const readme = readFileSync('README.md', 'utf8');
const blocks = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text = '']) => text.trim());
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

/** Runs a command of the README as a newcomer's shell does, against the server that was started. */
function shell(command: string, url: string): ChildProcess & { output(): string } {
  const child = spawn('bash', ['-c', command.replaceAll('http://127.0.0.1:4000', url)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  return Object.assign(child, { output: () => output });
}

async function run(command: string, url: string): Promise<string> {
  const child = shell(command, url);
  await once(child, 'close');
  expect(child.exitCode).toBe(0);
  return child.output();
}

const stop = (child: ChildProcess) => process.kill(-(child.pid as number), 'SIGTERM');

describe('The README, command by command', () => {
  const [start, test, query, watch, change] = blocks as [string, string, string, string, string];
  let storage: TestStorage;
  let server: ChildProcess;
  let url: string;

  beforeAll(async () => {
    expect(start).toBe('npm ci && npm start');
    storage = await (engines[0] as TestEngine).create({ SEED: 'demo' });
    const { DATABASE_URL: _, ...inherited } = process.env;
    server = spawn('npm', ['start'], {
      env: { ...inherited, ...storage.variables, PORT: '0' },
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    url = await new Promise<string>((resolve) => {
      let text = '';
      server.stdout?.on('data', (chunk: Buffer) => {
        text += chunk;
        const listening = /Sluice listens on (\S+)\/graphql/.exec(text);
        if (listening?.[1]) resolve(listening[1]);
      });
    });
  });
  afterAll(async () => {
    const ended = once(server, 'exit');
    stop(server);
    await ended;
    await storage[Symbol.asyncDispose]();
  });

  it('has the two commands, a query, a subscription and a mutation', () => {
    expect(test).toBe('npm ci && npm test');
    expect(blocks).toHaveLength(5);
  });

  it('answers the first query with three systems', async () => {
    const { data } = JSON.parse(await run(query, url));
    expect(data.customers.nodes).toEqual([
      expect.objectContaining({
        name: expect.any(String),
        contact: { stage: expect.any(String), owner: expect.any(String) },
      }),
      expect.objectContaining({ payments: { nodes: [{ status: expect.any(String), amount: expect.anything() }] } }),
    ]);
  });

  it('shows the payment that the second terminal makes in the first', async () => {
    const watching = shell(watch, url);
    // Nothing says that a subscription has begun: the payment is made until it is seen.
    while (!watching.output().includes('paymentChanged')) {
      expect(JSON.parse(await run(change, url)).data.createPayment.payment.status).toBe('SUCCEEDED');
    }
    stop(watching);
    expect(watching.output()).toMatch(/^id: \S+$/m);
    expect(watching.output()).toContain('"customer":{"email":"ada.okafor@example.com","contact":{"stage":"CUSTOMER"}}');
  });

  it('serves the sandbox and the health endpoints that it names', async () => {
    for (const path of ['/', '/health/live', '/health/ready']) expect((await fetch(url + path)).status).toBe(200);
    expect((await ask(url, '{ __typename }')).data).toEqual({ __typename: 'Query' });
  });

  it('shows a flow that could run', async () => {
    const [, source = ''] = /```graphql\n(subscription[\s\S]*?)```/.exec(readme) ?? [];
    const { apiSchema: schema } = loadSupergraph(readFileSync('schema/supergraph.graphql', 'utf8'));
    const flow = readFlow({ source, file: 'README.md', schema, environmentNames: new Set() });
    expect(flow.steps.map(({ name }) => name)).toEqual(['TellOwner']);
  });

  it('names only commands that there are', () => {
    const named = [...readme.matchAll(/`npm (?:run )?([a-z-]+)/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(6);
    for (const name of named) expect(scripts).toHaveProperty(name);
  });

  it('names each runtime dependency, and no other package', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const table = readme.slice(readme.indexOf('## What it is made of'));
    const missing = Object.keys(dependencies).filter((name) => !table.includes(name));
    expect(missing).toEqual([]);
  });

  it('links to files that there are', () => {
    for (const [, path = ''] of readme.matchAll(/\]\((?!http)([^)]+)\)/g)) readFileSync(path);
  });
});
