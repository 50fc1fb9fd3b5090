import { pino } from 'pino';
import { afterEach } from 'vitest';
import { type RunningServer, type ServerOptions, startServer } from '../../gateway/server/server.ts';
import { TestGateway } from './testGateway.ts';

export interface TestServer extends RunningServer {
  readonly gateway: TestGateway;
  /** Where GraphQL is served by HTTP, and by WebSocket. */
  readonly graphql: string;
  readonly webSocket: string;
  /** What was logged, parsed. */
  readonly log: readonly Record<string, unknown>[];
  /** Posts a GraphQL request as JSON. */
  post(body: unknown, headers?: Record<string, string>): Promise<Response>;
}

const running: RunningServer[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** Starts a server on a free port around a new {@link TestGateway}; it closes when the test is over. */
export async function startTestServer(options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const gateway = new TestGateway();
  const log: Record<string, unknown>[] = [];
  const logger = pino({ level: 'debug' }, { write: (line: string) => log.push(JSON.parse(line)) });
  const server = await startServer({
    gateway,
    host: '127.0.0.1',
    port: 0,
    logger,
    forwardHeaders: [],
    shutdownGraceMs: 2_000,
    ...options,
  });
  running.push(server);
  const graphql = `${server.url}/graphql`;
  return {
    ...server,
    gateway,
    graphql,
    webSocket: graphql.replace('http', 'ws'),
    log,
    post: (body, headers = {}) =>
      fetch(graphql, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
  };
}
