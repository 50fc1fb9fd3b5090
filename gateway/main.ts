import { pino } from 'pino';
import { SluiceError } from '../subgraphs/kit/errors.ts';
import { type Command, readCommand, USAGE } from './commandLine.ts';
import { type Environment, readEnvironment, readFlowEnvironment } from './environment.ts';
import type { RunningServer } from './server/server.ts';
import { systemSettings } from './systemSettings.ts';

/** The command line. What it prints for people goes to standard output, the log to standard error. */
async function main(): Promise<void> {
  const command = readCommand(process.argv.slice(2));
  if (command.name === 'start' && command.vendors === 'emulated') return serveEmulated(command);
  const environment = readEnvironment(process.env);
  switch (command.name) {
    case 'help':
      console.log(USAGE);
      return;
    case 'compose': {
      const { compose } = await import('./commands/compose.ts');
      console.log(await compose(command));
      return;
    }
    case 'check': {
      const { check } = await import('./commands/check.ts');
      const { live, ...options } = command;
      const { passed, report } = await check({ ...options, ...(live && { live: systemSettings(environment) }) });
      console.log(report);
      if (!passed) process.exitCode = 1;
      return;
    }
    case 'import': {
      const { importHistory } = await import('./commands/import.ts');
      const logger = pino({ level: environment.LOG_LEVEL }, pino.destination(2));
      console.log(await importHistory({ ...command, environment, logger }));
      return;
    }
    case 'add-system': {
      const { addSystem } = await import('./commands/addSystem.ts');
      console.log(await addSystem(command));
      return;
    }
    case 'flow': {
      const { tryFlow } = await import('./commands/flow.ts');
      console.log(await tryFlow({ ...command, environment: readFlowEnvironment(process.env) }));
      return;
    }
    default:
      return serve(command, environment);
  }
}

async function serveEmulated(command: Extract<Command, { name: 'start' }>): Promise<void> {
  const { emulateVendors } = await import('./commands/emulateVendors.ts');
  const vendors = await emulateVendors();
  try {
    console.log('Stripe, HubSpot, Zendesk, Shopify and Slack are emulated; all data is gone when this ends');
    await serve(command, readEnvironment({ ...process.env, ...vendors.variables }));
  } finally {
    await vendors.close();
  }
}

/** What serves does not wait for each line of its log to be written; what has not been is written when the process ends. */
async function serve(command: Extract<Command, { port?: number }>, environment: Environment): Promise<void> {
  const logger = pino({ level: environment.LOG_LEVEL }, pino.destination({ dest: 2, sync: false }));
  const { closeOnSignal } = await import('./commands/shutdown.ts');
  const server = await startCommand(command, environment, logger);
  console.log(`Sluice listens on ${server.url}/graphql`);
  console.log(`Explore the schema at ${server.url}/`);
  await closeOnSignal(logger, () => server.close());
}

async function startCommand(
  command: Extract<Command, { port?: number }>,
  environment: Environment,
  logger: pino.Logger,
): Promise<RunningServer> {
  const listen = { host: command.host ?? environment.HOST, port: command.port ?? environment.PORT, logger };
  switch (command.name) {
    case 'start':
      return (await import('./commands/start.ts')).start({
        ...command,
        ...listen,
        environment,
        flowVariables: readFlowEnvironment(process.env),
      });
    case 'gateway':
      return (await import('./commands/gateway.ts')).startGateway({ ...command, ...listen, environment });
    case 'subgraph':
      return (await import('./commands/subgraph.ts')).startSubgraph({ ...command, ...listen, environment });
  }
}

main().catch((error: unknown) => {
  // An expected failure needs its message, a bug its stack.
  console.error(error instanceof SluiceError ? `${error.message} (${error.code})` : error);
  process.exitCode = 1;
});
