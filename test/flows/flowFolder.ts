import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TemporaryFolder, temporaryFolder } from '../harness/temporaryFolder.ts';

/** A folder with these flows, each in a file of its own. */
export async function flowFolder(flows: Readonly<Record<string, string>>): Promise<TemporaryFolder> {
  const folder = await temporaryFolder();
  for (const [name, source] of Object.entries(flows)) await writeFile(join(folder.path, `${name}.graphql`), source);
  return folder;
}
