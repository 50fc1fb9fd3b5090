import { Disposal } from './disposal.ts';
import type { TestStorage } from './engines.ts';
import { type FaultDecision, type FaultyProxy, startFaultyProxy } from './faultyProxy.ts';
import { roverFileWith } from './roverFile.ts';
import { type SluiceProcess, spawnSluice } from './spawnSluice.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** Systems as subgraph servers, each behind a proxy that fails as it is told, over one database. */
export interface TestFederation extends AsyncDisposable {
  readonly proxies: Readonly<Record<string, FaultyProxy>>;
  /** Begins a gateway in front of them, with the systems that are no servers and the flows in its process. */
  startGateway(): Promise<SluiceProcess>;
}

export async function startFederation<Name extends string>(
  storage: TestStorage,
  systems: Readonly<Record<Name, FaultDecision>>,
): Promise<TestFederation & { readonly proxies: Readonly<Record<Name, FaultyProxy>> }> {
  const disposal = new Disposal();
  try {
    const { path } = disposal.use(await temporaryFolder());
    const started = await Promise.all(
      Object.entries<FaultDecision>(systems).map(async ([name, decide]): Promise<[string, FaultyProxy]> => {
        const args = ['subgraph', name, '--port', '0'];
        const server = disposal.use(await spawnSluice({ args, variables: storage.variables }));
        return [name, disposal.use(await startFaultyProxy(server.url, decide))];
      }),
    );
    const proxies = Object.fromEntries(started) as Record<Name, FaultyProxy>;
    const urls = Object.fromEntries(started.map(([name, { url }]) => [name, `${url}/graphql`]));
    const roverFile = await roverFileWith(path, urls);
    const args = ['start', '--port', '0', '--config', roverFile];
    return {
      proxies,
      startGateway: async () => disposal.use(await spawnSluice({ args, variables: storage.variables })),
      [Symbol.asyncDispose]: () => disposal[Symbol.asyncDispose](),
    };
  } catch (error) {
    await disposal[Symbol.asyncDispose]();
    throw error;
  }
}
