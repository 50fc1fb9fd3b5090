import type { ApolloServerOptions, ApolloServerOptionsWithGateway, BaseContext } from '@apollo/server';

/** What Apollo Server executes operations by: anything with a schema, an executor and a way to stop. */
export type GatewayInterface = ApolloServerOptionsWithGateway<BaseContext>['gateway'];

/** Where Apollo Server keeps persisted queries, and whatever plugins keep. */
export type KeyValueCache = Exclude<NonNullable<ApolloServerOptions<BaseContext>['cache']>, 'bounded'>;
