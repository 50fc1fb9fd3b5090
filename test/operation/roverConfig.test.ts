import { writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { print } from 'graphql';
import { describe, expect, it } from 'vitest';
import { fetchSubgraphSdl } from '../../gateway/fetchSubgraphSdl.ts';
import { readRoverConfig, readRoverSubgraphs } from '../../gateway/roverConfig.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';

/** A server that answers every request with `listener`. */
async function serve(listener: RequestListener): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const answer = (body: unknown, status = 200) =>
  serve((request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    request.resume().on('end', () => response.end(JSON.stringify(body)));
  });

const sdlAnswer = (sdl: string) => answer({ data: { _service: { sdl } } });

async function roverFile(subgraph: string) {
  const folder = await temporaryFolder();
  const file = join(folder.path, 'rover.yaml');
  await writeFile(file, `subgraphs:\n  reviews: ${subgraph}\n`);
  await writeFile(join(folder.path, 'reviews.graphql'), 'type Query { stars: Int }');
  return { ...folder, file };
}

describe('rover.yaml', () => {
  it('takes the SDL of a subgraph from its server, which is then where it is executed', async () => {
    await using server = await sdlAnswer('type Query { stars: Int }');
    await using rover = await roverFile(`{ schema: { subgraph_url: "${server.url}" } }`);
    const [subgraph] = await readRoverConfig(rover.file);
    expect(subgraph).toMatchObject({ name: 'reviews', url: server.url, local: false, file: server.url });
    expect(subgraph && print(subgraph.typeDefs)).toBe('type Query {\n  stars: Int\n}');
  });

  it('may send the operations of such a subgraph elsewhere', async () => {
    await using server = await sdlAnswer('type Query { stars: Int }');
    const routing = 'http://reviews.internal/graphql';
    await using rover = await roverFile(`{ routing_url: "${routing}", schema: { subgraph_url: "${server.url}" } }`);
    expect(await readRoverConfig(rover.file)).toMatchObject([{ url: routing, file: server.url }]);
  });

  it('is read without asking any server when no SDL is wanted', async () => {
    await using rover = await roverFile('{ schema: { subgraph_url: "http://127.0.0.1:1/graphql" } }');
    expect(await readRoverSubgraphs(rover.file)).toEqual([
      { name: 'reviews', url: 'http://127.0.0.1:1/graphql', local: false, file: 'http://127.0.0.1:1/graphql' },
    ]);
  });

  it('tells the place of an SDL that is no GraphQL', async () => {
    await using server = await sdlAnswer('type Query {');
    await using rover = await roverFile(`{ schema: { subgraph_url: "${server.url}" } }`);
    await expect(readRoverConfig(rover.file)).rejects.toMatchObject({
      code: 'COMPOSITION_FAILED',
      message: expect.stringContaining(`${server.url}:1:13`),
    });
  });

  it.each([
    ['{ schema: { file: reviews.graphql } }', 'subgraphs.reviews.routing_url: is needed beside `schema.file`'],
    ['{ schema: { subgraph_url: reviews } }', 'subgraphs.reviews.schema.subgraph_url: must be a URL such as http'],
    ['{ routing_url: "http://x" }', 'subgraphs.reviews.schema: must have either `file`, or `subgraph_url`'],
    [
      '{ routing_url: "http://x", schema: { file: none.graphql } }',
      'none.graphql, the SDL of the subgraph reviews, cannot be read',
    ],
  ])('is refused with %s', async (subgraph, message) => {
    await using rover = await roverFile(subgraph);
    await expect(readRoverConfig(rover.file)).rejects.toMatchObject({
      code: 'CONFIGURATION_INVALID',
      message: expect.stringContaining(message),
    });
  });
});

describe('A subgraph that is asked for its SDL', () => {
  it.each([
    ['errors', () => answer({ errors: [{ message: 'Not for you' }] }, 401), 'Not for you'],
    ['no _service', () => answer({ data: {} }), 'it has no SDL'],
    ['no GraphQL', () => answer('hello'), 'is no GraphQL result'],
    ['too much', () => answer({ data: { _service: { sdl: 'x'.repeat(10_000_001) } } }), 'is larger than'],
  ])('and answers with %s is CONFIGURATION_INVALID, naming it and its URL', async (_what, start, message) => {
    await using server = await start();
    await expect(fetchSubgraphSdl({ name: 'reviews', url: server.url })).rejects.toMatchObject({
      code: 'CONFIGURATION_INVALID',
      message: expect.stringMatching(new RegExp(`reviews.*${server.url}.*${message}`, 's')),
    });
  });

  it('and does not answer is given up, and the request aborted', async () => {
    let aborted: () => void;
    const gone = new Promise<void>((resolve) => {
      aborted = resolve;
    });
    await using server = await serve((_request, response) => response.on('close', () => aborted()));
    await expect(fetchSubgraphSdl({ name: 'reviews', url: server.url, timeoutMs: 50 })).rejects.toMatchObject({
      code: 'CONFIGURATION_INVALID',
      message: expect.stringContaining('no answer within 50 ms'),
    });
    await gone;
  });
});
