import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { composeSupergraph } from '../../gateway/federation/composeSupergraph.ts';
import { loadSupergraph } from '../../gateway/federation/supergraph.ts';
import { readRoverConfig } from '../../gateway/roverConfig.ts';
import type { GatewayInterface } from '../../gateway/server/apolloTypes.ts';
import { startServer } from '../../gateway/server/server.ts';
import type { Exchange } from './exchanges.ts';

/**
 * A limit: Sluice's own server, its pipeline and its schema, with answers at hand in place of planning, execution,
 * systems and databases. Run as `preparedServer.ts EXCHANGES_FILE`.
 */
const exchanges = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as readonly Exchange[];
const answers = new Map(exchanges.map(({ request, answer }) => [JSON.stringify(request.variables), answer]));
const supergraphSdl = composeSupergraph(await readRoverConfig('rover.yaml'));
const { apiSchema } = loadSupergraph(supergraphSdl);

const gateway: GatewayInterface = {
  onSchemaLoadOrUpdate(callback) {
    callback({ apiSchema, coreSupergraphSdl: supergraphSdl });
    return () => {};
  },
  load: async () => ({
    executor: async ({ request }) => {
      const answer = answers.get(JSON.stringify(request.variables));
      if (!answer) throw new Error('No answer was prepared for this request.');
      return { data: answer.data };
    },
  }),
  stop: async () => {},
};

const logger = pino({ level: 'warn' }, pino.destination(2));
const { url } = await startServer({ gateway, host: '127.0.0.1', port: 0, logger, forwardHeaders: [] });
process.stdout.write(`It listens on ${url}\n`);
