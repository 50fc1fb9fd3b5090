import { defineConfig } from '@graphql-hive/gateway';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import { forwardAuthorization } from './forwardAuthorization.mjs';

/** The same gateway with the planner that is written in Rust. */
export const gatewayConfig = defineConfig({ unifiedGraphHandler, propagateHeaders: forwardAuthorization });
