import { parseArgs } from 'node:util';
import { SluiceError } from '../subgraphs/kit/errors.ts';
import { httpUrl, port } from './environment.ts';

/** The command line, checked: the command, and what it was given. */
export type Command =
  | {
      readonly name: 'start';
      readonly roverFile: string;
      readonly supergraphFile: string;
      /** Vendors that are emulated take the place of the systems' own tables. */
      readonly vendors?: 'emulated';
      readonly port?: number;
      readonly host?: string;
    }
  | {
      readonly name: 'gateway';
      readonly supergraphFile: string;
      readonly forwardHeaders: readonly string[];
      readonly port?: number;
      readonly host?: string;
    }
  | {
      readonly name: 'subgraph';
      readonly subgraph: string;
      readonly roverFile: string;
      readonly port?: number;
      readonly host?: string;
    }
  | { readonly name: 'compose'; readonly roverFile: string; readonly supergraphFile: string }
  | {
      readonly name: 'check';
      readonly roverFile: string;
      readonly supergraphFile: string;
      readonly against?: string;
      readonly live: boolean;
    }
  | { readonly name: 'import'; readonly system: string; readonly since: Date; readonly roverFile: string }
  | {
      readonly name: 'add-system';
      readonly system: string;
      readonly record?: string;
      readonly url?: string;
      readonly roverFile: string;
      readonly supergraphFile: string;
    }
  | {
      readonly name: 'flow';
      readonly file: string;
      readonly changeFile: string;
      readonly roverFile: string;
      readonly supergraphFile: string;
    }
  | { readonly name: 'help' };

export const USAGE = `Sluice, a GraphQL federation data gateway.

  npm start [-- --port N --host H --config rover.yaml]     everything in one process
  npm start -- --vendors emulated                          with emulators of Stripe, HubSpot, Zendesk, Shopify and Slack
                                                           behind it, to try their adapters without accounts
  npm run gateway -- --supergraph FILE [--port N] [--host H] [--forward-header NAME]…
                                                           a gateway alone, in front of any Federation 2 supergraph
  npm run subgraph -- NAME [--port N] [--host H]           one system alone, as a subgraph server
  npm run compose                                          schema/supergraph.graphql from rover.yaml
  npm run check [-- --against FILE]                        what would change for clients since the checked-in supergraph,
                                                           or since another?
  npm run check -- --live                                  the same, and whether the vendors behind systems answer
  npm run import -- SYSTEM --since DATE                    the records that a system's vendor has had since, as history
  npm run add-system -- NAME [--record TYPE]               a system of your own, with an adapter to begin with
  npm run add-system -- NAME --url http://…                a system that is a GraphQL subgraph server already
  npm run flow -- try FILE --change FILE                   what the flow would do for a change, without doing it

Environment variables: docs/configuration.md
`;

/**
 * Reads the command line, without the program's own name.
 *
 * @throws SluiceError `CONFIGURATION_INVALID` for an unknown command or flag, or one that lacks its value
 */
export function readCommand(args: readonly string[]): Command {
  const { values, positionals } = parseFlags(args);
  const [name, ...rest] = positionals;
  const listen = {
    ...(values.port !== undefined && { port: parsePort(values.port) }),
    ...(values.host !== undefined && { host: values.host }),
  };
  const roverFile = values.config ?? 'rover.yaml';
  const supergraphFile = values.supergraph ?? 'schema/supergraph.graphql';
  if (values.help || name === undefined) return { name: 'help' };
  switch (name) {
    case 'start':
      if (values.vendors === undefined) return { name, roverFile, supergraphFile, ...listen };
      if (values.vendors !== 'emulated') {
        throw wrongUsage(`--vendors must be emulated, not ${JSON.stringify(values.vendors)}.`);
      }
      return { name, roverFile, supergraphFile, vendors: values.vendors, ...listen };
    case 'gateway':
      if (values.supergraph === undefined) throw wrongUsage('`gateway` needs --supergraph FILE.');
      return { name, supergraphFile, forwardHeaders: values['forward-header'] ?? [], ...listen };
    case 'subgraph': {
      const [subgraph] = rest;
      if (subgraph === undefined) throw wrongUsage('`subgraph` needs the name of a system, such as crm.');
      return { name, subgraph, roverFile, ...listen };
    }
    case 'compose':
      return { name, roverFile, supergraphFile };
    case 'check':
      return {
        name,
        roverFile,
        supergraphFile,
        live: values.live ?? false,
        ...(values.against !== undefined && { against: values.against }),
      };
    case 'import': {
      const [system] = rest;
      const since = new Date(values.since ?? '');
      if (system === undefined || Number.isNaN(since.getTime())) {
        throw wrongUsage('`import` needs a system, and a date such as 2026-01-31: import payments --since 2026-01-31.');
      }
      return { name, system, since, roverFile };
    }
    case 'add-system': {
      const [system] = rest;
      if (system === undefined) throw wrongUsage('`add-system` needs a name for the system, such as loyalty.');
      const { record, url } = values;
      if (record !== undefined && url !== undefined) {
        throw wrongUsage('--record is for an adapter of your own; a server at a --url has its types.');
      }
      if (url !== undefined && !httpUrl.safeParse(url).success) {
        throw wrongUsage(`--url must be a URL such as http://127.0.0.1:4001/graphql, not ${JSON.stringify(url)}.`);
      }
      return {
        name,
        system,
        roverFile,
        supergraphFile,
        ...(record !== undefined && { record }),
        ...(url !== undefined && { url }),
      };
    }
    case 'flow': {
      const [action, file] = rest;
      const { change: changeFile } = values;
      if (action !== 'try' || file === undefined || changeFile === undefined) {
        throw wrongUsage('`flow` needs what to try, and a change: flow try FILE --change FILE.');
      }
      return { name, file, changeFile, roverFile, supergraphFile };
    }
    default:
      throw wrongUsage(`There is no command ${JSON.stringify(name)}.`);
  }
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        config: { type: 'string' },
        supergraph: { type: 'string' },
        'forward-header': { type: 'string', multiple: true },
        against: { type: 'string' },
        record: { type: 'string' },
        url: { type: 'string' },
        vendors: { type: 'string' },
        change: { type: 'string' },
        live: { type: 'boolean' },
        since: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (cause) {
    throw wrongUsage(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function parsePort(value: string): number {
  const parsed = port.safeParse(value);
  if (!parsed.success)
    throw wrongUsage(`--port must be a port from 0 (any that is free) to 65535, not ${JSON.stringify(value)}.`);
  return parsed.data;
}

function wrongUsage(message: string, cause?: unknown): SluiceError {
  return new SluiceError('CONFIGURATION_INVALID', `${message}\n\n${USAGE}`, { cause });
}
