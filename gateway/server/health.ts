import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { OpenWork } from './openWork.ts';

export interface HealthOptions {
  /** Resolves to the reasons why the server should get no requests now; none when it is ready. */
  readonly readiness: () => Promise<readonly string[]>;
  readonly work: OpenWork;
  readonly logger: Logger;
}

/**
 * Serves `/health/live`, true while the process runs at all, and `/health/ready`, false while requests should go
 * elsewhere. They are two, because restarting does not help a server whose database is away.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
 */
export function serveHealth(fastify: FastifyInstance, options: HealthOptions): void {
  fastify.get('/health/live', { logLevel: 'warn' }, async () => ({ status: 'live' }));
  fastify.get('/health/ready', { logLevel: 'warn' }, async (_request, reply) => {
    const reasons = await reasonsNotReady(options);
    return reasons.length === 0 ? { status: 'ready' } : reply.code(503).send({ status: 'not ready', reasons });
  });
}

async function reasonsNotReady({ readiness, work, logger }: HealthOptions): Promise<readonly string[]> {
  if (work.closing) return ['The server is going away.'];
  try {
    return await readiness();
  } catch (error) {
    logger.error({ err: error }, 'The check of readiness failed');
    return ['The check of readiness failed; the log says why.'];
  }
}
