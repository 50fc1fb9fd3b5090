import { Client, type Dispatcher } from 'undici';
import { percentile } from '../statistics.ts';

/** Stands in a query for eight digits that no other request has. */
export const FRESH = '_FRESH_';

export interface GatewayLoad {
  readonly origin: string;
  readonly path: string;
  /** With {@link FRESH} in it, each request's text is its own. */
  readonly query: string;
  /** Whether each request has an authorization of its own. All of them have one. */
  readonly ownAuthorization: boolean;
  readonly connections: number;
  readonly seconds: number;
}

export interface GatewayFigures {
  readonly answers: number;
  readonly answersPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

let lastNumber = 0;

/**
 * Sends a query over some connections, each the next one as soon as its last is answered, by undici's bare dispatch: where
 * requests are equal, a gateway may answer faster than a more comfortable client can ask.
 *
 * @throws Error when an answer is not 200, or not as long as the others: then it is not the same
 */
export async function loadGateway(load: GatewayLoad): Promise<GatewayFigures> {
  const latenciesMs: number[] = [];
  const startedAt = performance.now();
  const endsAt = startedAt + load.seconds * 1000;
  let lengthOfAll: number | undefined;
  const keepAsking = async (): Promise<void> => {
    const client = new Client(load.origin, { pipelining: 1 });
    try {
      for (let sentAt = performance.now(); sentAt < endsAt; sentAt = performance.now()) {
        const answer = await ask(client, nextRequest(load));
        latenciesMs.push(performance.now() - sentAt);
        const length = answer.reduce((sum, chunk) => sum + chunk.length, 0);
        lengthOfAll ??= length;
        if (length !== lengthOfAll) {
          const text = Buffer.concat(answer).toString();
          const ends = `${text.slice(0, 200)} … ${text.slice(-200)}`;
          throw new Error(`An answer has ${length} bytes, those before it had ${lengthOfAll}: ${ends}`);
        }
      }
    } finally {
      await client.destroy();
    }
  };
  await Promise.all(Array.from({ length: load.connections }, keepAsking));
  return {
    answers: latenciesMs.length,
    answersPerSecond: (latenciesMs.length * 1000) / (performance.now() - startedAt),
    p50Ms: percentile(latenciesMs, 50),
    p99Ms: percentile(latenciesMs, 99),
  };
}

function nextRequest({ path, query, ownAuthorization }: GatewayLoad): Dispatcher.DispatchOptions {
  const number = `${++lastNumber}`.padStart(8, '0');
  return {
    path,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      authorization: `Bearer ${ownAuthorization ? number : 'everybody'}`,
    },
    body: JSON.stringify({ query: query.replace(FRESH, number) }),
  };
}

/** The answer as it comes; nothing more is done with one that is as all others. */
function ask(client: Client, request: Dispatcher.DispatchOptions): Promise<readonly Buffer[]> {
  return new Promise((resolve, reject) => {
    let status = 0;
    const answer: Buffer[] = [];
    client.dispatch(request, {
      // By this method undici tells its handlers of today from those of old.
      onRequestStart() {},
      onResponseStart(_controller, statusCode) {
        status = statusCode;
      },
      onResponseData(_controller, chunk) {
        answer.push(chunk);
      },
      onResponseEnd() {
        if (status === 200) resolve(answer);
        else reject(new Error(`${request.path} was answered with status ${status}.`));
      },
      onResponseError(_controller, error) {
        reject(error);
      },
    });
  });
}
