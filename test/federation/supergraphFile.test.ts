import { mkdtemp, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { supergraphFile } from '../../gateway/federation/supergraphFile.ts';
import { SILENT } from './composedGateway.ts';

async function watchedFile() {
  const directory = await mkdtemp(path.join(tmpdir(), 'sluice-supergraph-'));
  const file = path.join(directory, 'supergraph.graphql');
  await writeFile(file, 'one');
  const updates: string[] = [];
  const warnings: string[] = [];
  const logger = { ...SILENT, warn: (message: string) => warnings.push(message) };
  const { supergraphSdl, cleanup } = await supergraphFile({ file, logger, debounceMs: 20 }).initialize({
    update: (sdl) => updates.push(sdl),
    healthCheck: async () => {},
    getDataSource: () => {
      throw new Error('not used');
    },
  });
  const dispose = async (): Promise<void> => {
    await cleanup?.();
    await rm(directory, { recursive: true });
  };
  return { file, supergraphSdl, updates, warnings, cleanup, [Symbol.asyncDispose]: dispose };
}

describe('A supergraph file', () => {
  it('is read at start', async () => {
    await using watched = await watchedFile();
    expect(watched.supergraphSdl).toBe('one');
  });

  it('is read again when it is written', async () => {
    await using watched = await watchedFile();
    await writeFile(watched.file, 'two');
    await expect.poll(() => watched.updates).toEqual(['two']);
  });

  it('is read again, time after time, when it is replaced by renaming', async () => {
    await using watched = await watchedFile();
    for (const text of ['two', 'three']) {
      await writeFile(`${watched.file}.new`, text);
      await rename(`${watched.file}.new`, watched.file);
      await expect.poll(() => watched.updates.at(-1)).toBe(text);
    }
    expect(watched.updates).toEqual(['two', 'three']);
  });

  it('keeps the last supergraph while it is missing', async () => {
    await using watched = await watchedFile();
    await unlink(watched.file);
    await expect.poll(() => watched.warnings).toHaveLength(1);
    expect(watched.updates).toEqual([]);
    await writeFile(watched.file, 'two');
    await expect.poll(() => watched.updates).toEqual(['two']);
  });

  it('is one update, however many steps it is written in', async () => {
    await using watched = await watchedFile();
    for (const text of ['a', 'ab', 'abc']) await writeFile(watched.file, text);
    await expect.poll(() => watched.updates).toEqual(['abc']);
    await delay(60);
    expect(watched.updates).toEqual(['abc']);
  });

  it('is not watched any more after the cleanup', async () => {
    await using watched = await watchedFile();
    await watched.cleanup?.();
    await writeFile(watched.file, 'two');
    await delay(60);
    expect(watched.updates).toEqual([]);
  });

  it('that cannot be read at start is CONFIGURATION_INVALID', async () => {
    const manager = supergraphFile({ file: '/nowhere/supergraph.graphql', logger: SILENT });
    await expect(
      manager.initialize({ update: () => {}, healthCheck: async () => {}, getDataSource: () => ({}) as never }),
    ).rejects.toMatchObject({
      code: 'CONFIGURATION_INVALID',
      message: expect.stringContaining('/nowhere/supergraph.graphql cannot be read'),
    });
  });
});
