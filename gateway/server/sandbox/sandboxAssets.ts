import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

const JAVASCRIPT = 'text/javascript; charset=utf-8';
const CSS = 'text/css; charset=utf-8';

/**
 * Everything that the page loads: what is not named here is not served. GraphiQL 4 and React 18 are the last that ship
 * a file which a browser runs as it is; the next ones want a bundler at install, and bring an editor of 7 MB.
 */
const SOURCES = {
  'react.js': {
    file: inPackage(require.resolve('react/package.json'), 'umd/react.production.min.js'),
    contentType: JAVASCRIPT,
  },
  'react-dom.js': {
    file: inPackage(require.resolve('react-dom/package.json'), 'umd/react-dom.production.min.js'),
    contentType: JAVASCRIPT,
  },
  'graphiql.js': {
    file: inPackage(require.resolve('graphiql/package.json'), 'graphiql.min.js'),
    contentType: JAVASCRIPT,
  },
  'graphiql.css': { file: inPackage(require.resolve('graphiql/package.json'), 'graphiql.min.css'), contentType: CSS },
  'sandbox.js': { file: besideThis('page/sandbox.js'), contentType: JAVASCRIPT },
  'sandbox.css': { file: besideThis('page/sandbox.css'), contentType: CSS },
  'icon.svg': { file: besideThis('page/icon.svg'), contentType: 'image/svg+xml' },
} as const;

export type SandboxAssetName = keyof typeof SOURCES;

/** A file that the sandbox page loads. */
export interface SandboxAsset {
  /** Holds a hash of the content, so that browsers may keep it for ever. Without a slash before it. */
  readonly path: string;
  readonly contentType: string;
  readonly content: Buffer;
}

export type SandboxAssets = Readonly<Record<SandboxAssetName, SandboxAsset>>;

/** Reads them, 1.6 MB in all. They come from the packages as these ship them: nothing is built, nothing fetched. */
export async function loadSandboxAssets(): Promise<SandboxAssets> {
  const loaded = await Promise.all(
    Object.entries(SOURCES).map(async ([name, { file, contentType }]) => {
      const content = await readFile(file);
      const hash = createHash('sha256').update(content).digest('hex').slice(0, 16);
      return [name, { path: `sandbox/${hash}/${name}`, contentType, content }] as const;
    }),
  );
  return Object.fromEntries(loaded) as SandboxAssets;
}

function inPackage(packageJson: string, path: string): string {
  return join(dirname(packageJson), path);
}

function besideThis(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
