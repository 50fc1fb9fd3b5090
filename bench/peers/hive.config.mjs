import { defineConfig } from '@graphql-hive/gateway';
import { forwardAuthorization } from './forwardAuthorization.mjs';

export const gatewayConfig = defineConfig({ propagateHeaders: forwardAuthorization });
