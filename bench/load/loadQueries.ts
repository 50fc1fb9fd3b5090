import autocannon from 'autocannon';
import { percentile } from '../statistics.ts';

/** One request as it goes out. */
export interface GraphQLRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface QueryLoad {
  /** Without a path. */
  readonly url: string;
  /** Sent in turns by each connection, each beginning with another, so that few in flight are equal. */
  readonly requests: readonly GraphQLRequest[];
  readonly connections: number;
  /** When it is over. What is in flight after so many seconds is given up; so many answers all come. */
  readonly until: { readonly seconds: number } | { readonly answers: number };
}

export interface QueryFigures {
  readonly answers: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** autocannon looks this often whether its time is over; at its default, a second, it would overrun by up to that. */
const SAMPLE_MS = 20;

/**
 * Sends requests over some connections, each the next one as soon as its last is answered.
 *
 * @throws Error when an answer has another status than 200, or does not come
 */
export async function loadQueries({ url, requests, connections, until }: QueryLoad): Promise<QueryFigures> {
  const bodies = requests.map((request) => ({ body: JSON.stringify(request) }));
  let begun = 0;
  const latenciesMs: number[] = [];
  const startedAt = performance.now();
  let lastAnswerAt = startedAt;
  const { errors, timeouts, non2xx } = await new Promise<autocannon.Result>((resolve, reject) => {
    const options: autocannon.Options = {
      url: `${url}/graphql`,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      connections,
      ...('answers' in until ? { amount: until.answers } : { duration: until.seconds }),
      sampleInt: SAMPLE_MS,
      requests: bodies,
      setupClient(client) {
        const first = begun++ % bodies.length;
        client.setRequests([...bodies.slice(first), ...bodies.slice(0, first)]);
      },
    };
    const instance = autocannon(options, (error, result) => (error ? reject(error) : resolve(result)));
    instance.on('response', (_client, _statusCode, _bytes, latencyMs) => {
      latenciesMs.push(latencyMs);
      lastAnswerAt = performance.now();
    });
  });
  if (errors + timeouts + non2xx > 0)
    throw new Error(`${url}: ${errors} errors, ${timeouts} of them timeouts; ${non2xx} answers that are not 2xx.`);
  return {
    answers: latenciesMs.length,
    requestsPerSecond: latenciesMs.length === 0 ? 0 : (latenciesMs.length * 1000) / (lastAnswerAt - startedAt),
    p50Ms: percentile(latenciesMs, 50),
    p99Ms: percentile(latenciesMs, 99),
  };
}
