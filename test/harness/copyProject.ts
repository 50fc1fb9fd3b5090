import { execFile } from 'node:child_process';
import { cp, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { CommandResult } from './spawnSluice.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** A copy of this project to work in, with the packages of this one. */
export interface ProjectCopy extends AsyncDisposable {
  readonly path: string;
  /** Runs a tool of the project's packages in it. */
  run(tool: string, ...args: readonly string[]): Promise<CommandResult>;
}

const COPIED = [
  ...['gateway', 'subgraphs', 'schema', 'test', 'bench', 'package.json', 'rover.yaml', 'codegen.ts'],
  ...['tsconfig.json', 'tsconfig.build.json'],
  ...['biome.json', 'eslint.config.js', 'knip.json', 'vitest.config.ts'],
];

export async function copyProject(): Promise<ProjectCopy> {
  const folder = await temporaryFolder();
  for (const name of COPIED) await cp(name, join(folder.path, name), { recursive: true });
  await symlink(resolve('node_modules'), join(folder.path, 'node_modules'));
  return {
    path: folder.path,
    run: (tool, ...args) => run(folder.path, tool, args),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

async function run(cwd: string, tool: string, args: readonly string[]): Promise<CommandResult> {
  // A test runner that is started by this one would take itself for one of its workers.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST$|NODE_ENV$)/.test(name)),
  );
  return promisify(execFile)(join(cwd, 'node_modules/.bin', tool), args, { cwd, env }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (failure: { code: number; stdout: string; stderr: string }) => {
      if (typeof failure.code !== 'number') throw failure;
      return failure;
    },
  );
}
