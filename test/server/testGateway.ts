import {
  buildSchema,
  createSourceEventStream,
  type ExecutionArgs,
  execute,
  GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import type { GatewayContext } from '../../gateway/federation/gatewayContext.ts';
import { STREAM } from '../../gateway/federation/subscriptions/eventStream.ts';
import { SubscriptionHub } from '../../gateway/federation/subscriptions/subscriptionHub.ts';
import type { SubscriptionSource } from '../../gateway/federation/subscriptions/subscriptionSource.ts';
import { pullUntilAborted } from '../../gateway/federation/transport/abortable.ts';
import type { GatewayInterface } from '../../gateway/server/apolloTypes.ts';
import { SluiceError, UpstreamUnavailableError } from '../../subgraphs/kit/errors.ts';
import { TickLog } from './tickLog.ts';

const TYPE_DEFS = /* GraphQL */ `
  type Query {
    hello(name: String = "world"): String!
    header(name: String!): String
    "Answers when the test releases it."
    slow: String
    "A fault in our own code."
    crashes: String
    "An expected failure."
    refuses: String
    aList(length: Int!): [Int!]!
  }
  type Mutation {
    "An effect that tests count."
    act: Int!
    actSlowly: Int!
  }
  type Subscription {
    ticks(after: Int = 0, to: Int, padding: Int = 0): Tick!
    "Ends with an error after the first tick."
    interrupted(by: Interruption!): Tick!
    neverBegins: Tick!
    "Begins when the test releases it."
    beginsSlowly: Tick!
  }
  type Tick {
    cursor: ID!
    n: Int!
    padding: String!
    crashes: String
  }
  enum Interruption { UPSTREAM FAULT LAST_EVENT }
`;

type Arguments = Record<string, unknown>;

/** A gateway around one schema, of which a test controls when things happen and counts what has happened. */
export class TestGateway implements GatewayInterface {
  readonly ticks = new TickLog();
  effects = 0;
  stopped = false;
  /** Signals of the operations that ran, latest last. */
  readonly signals: AbortSignal[] = [];
  readonly #hub = new SubscriptionHub<SubscriptionSource>();
  readonly #schema: GraphQLSchema = buildSchema(TYPE_DEFS);
  #release: () => void = () => {};
  readonly #released = new Promise<void>((resolve) => {
    this.#release = resolve;
  });
  #arrive: () => void = () => {};
  /** Resolves when the first `slow`, `actSlowly` or `beginsSlowly` runs. */
  readonly slowOperation = new Promise<void>((resolve) => {
    this.#arrive = resolve;
  });

  /** Lets `slow` and `actSlowly` answer, and `beginsSlowly` begin. */
  release(): void {
    this.#release();
  }

  onSchemaLoadOrUpdate(callback: Parameters<GatewayInterface['onSchemaLoadOrUpdate']>[0]): () => void {
    callback({ apiSchema: this.#schema, coreSupergraphSdl: '' });
    return () => {};
  }

  async load(): ReturnType<GatewayInterface['load']> {
    return {
      executor: async ({ document, request, operation, context }) => {
        const gatewayContext = context as GatewayContext;
        this.signals.push(gatewayContext.signal);
        const execution = {
          schema: this.#schema,
          document,
          variableValues: request.variables ?? {},
          operationName: request.operationName ?? null,
          contextValue: gatewayContext,
          rootValue: this.#root,
        };
        if (operation.operation !== 'subscription') return execute(execution);
        const reading = new AbortController();
        const source = await createSourceEventStream({
          ...execution,
          contextValue: { ...gatewayContext, signal: reading.signal },
        });
        if (!(Symbol.asyncIterator in source)) return source;
        return { data: null, [STREAM]: this.#hub.stream(sourceOf(source, execution, reading)) };
      },
    };
  }

  async stop(): Promise<void> {
    await this.#hub.close();
    this.stopped = true;
  }

  readonly #root = {
    hello: ({ name }: Arguments) => `Hello, ${name}!`,
    header: ({ name }: Arguments, { forwardedHeaders }: GatewayContext) => forwardedHeaders[String(name)] ?? null,
    slow: async () => {
      this.#arrive();
      await this.#released;
      return 'at last';
    },
    crashes: () => {
      throw new Error('secret: the password is hunter2');
    },
    refuses: () => {
      throw new SluiceError('NOT_FOUND', 'There is no such thing.');
    },
    aList: ({ length }: Arguments) => Array.from({ length: Number(length) }, (_, index) => index),
    act: () => {
      this.effects += 1;
      return this.effects;
    },
    actSlowly: async () => {
      this.#arrive();
      await this.#released;
      this.effects += 1;
      return this.effects;
    },
    ticks: ({ after, to, padding }: Arguments, { resumeAfter, signal }: GatewayContext) => {
      const start = Number(resumeAfter ?? after);
      const ticks = this.ticks;
      return (async function* () {
        for await (const n of ticks.read(start, Number(to ?? Number.POSITIVE_INFINITY), signal)) {
          yield { ticks: tick(n, Number(padding)) };
        }
      })();
    },
    interrupted: async function* ({ by }: Arguments) {
      yield { interrupted: tick(1, 0) };
      if (by === 'UPSTREAM') throw new UpstreamUnavailableError('clock', 'it broke off');
      if (by === 'FAULT') throw new Error('secret: the password is hunter2');
      yield { interrupted: () => Promise.reject(new UpstreamUnavailableError('clock', 'it broke off')) };
    },
    beginsSlowly: async () => {
      this.#arrive();
      await this.#released;
      return this.ticks.read(0, Number.POSITIVE_INFINITY, new AbortController().signal);
    },
    neverBegins: () => {
      throw new GraphQLError('The cursor is too old.', { extensions: { code: 'CURSOR_EXPIRED' } });
    },
  };
}

/** Events of this gateway alone: of what is shared, other tests tell. */
function sourceOf(
  events: AsyncIterable<unknown>,
  execution: ExecutionArgs,
  reading: AbortController,
): SubscriptionSource {
  return {
    sharingKey: undefined,
    isResumable: false,
    after: undefined,
    async *open(signal) {
      signal.addEventListener('abort', () => reading.abort(), { once: true });
      for await (const payload of pullUntilAborted(events, signal)) yield { data: payload as Record<string, unknown> };
    },
    async complete({ data }) {
      const cursor = Object.values(data as Record<string, { cursor: string }>)[0]?.cursor;
      const result = await execute({ ...execution, rootValue: data });
      return cursor === undefined ? { result } : { result, cursor };
    },
    retain: () => () => {},
  };
}

function tick(n: number, padding: number) {
  return {
    cursor: String(n),
    n,
    padding: 'x'.repeat(padding),
    crashes: () => {
      throw new Error('secret: the password is hunter2');
    },
  };
}
