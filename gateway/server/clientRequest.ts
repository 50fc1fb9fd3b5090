import type { IncomingHttpHeaders } from 'node:http';
import type { GatewayContext } from '../federation/gatewayContext.ts';

/** What the rules of {@link import('./requestRules.ts').requestRules} need to know of how an operation was sent. */
export interface ClientRequest {
  readonly transport: 'http' | 'websocket';
  /** The HTTP method; a WebSocket's is that of its upgrade request, and no rule looks at it. */
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

/** The `contextValue` inside the pipeline: what the gateway sees, and how the operation was sent. */
export interface PipelineContext extends GatewayContext {
  readonly clientRequest: ClientRequest;
}
