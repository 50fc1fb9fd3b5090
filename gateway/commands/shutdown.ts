import type { Logger } from 'pino';

/** A second signal does not wait: the operator has said it twice. */
const EXIT_FORCED = 1;

/**
 * Resolves once SIGTERM or SIGINT has come and `close` has finished. A second signal ends the process at once.
 */
export async function closeOnSignal(logger: Logger, close: () => Promise<void>): Promise<void> {
  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  logger.info(`${signal}: closing; a second signal ends at once`);
  for (const again of ['SIGTERM', 'SIGINT'] as const) process.on(again, () => process.exit(EXIT_FORCED));
  await close();
  logger.info('Closed');
}
