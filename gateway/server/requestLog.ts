import type { FastifyInstance } from 'fastify';

/**
 * Writes one line for each request when its answer is over. The query string is left out, since a GET carries its
 * variables there; so are bodies and headers, which hold credentials.
 */
export function logRequests(fastify: FastifyInstance): void {
  fastify.addHook('onResponse', async (request, reply) => {
    const path = request.url.split('?', 1)[0];
    const durationMs = Math.round(reply.elapsedTime);
    request.log.info({ method: request.method, path, status: reply.raw.statusCode, durationMs }, 'request');
  });
}
