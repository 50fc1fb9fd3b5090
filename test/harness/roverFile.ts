import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** A rover.yaml in `folder` like the project's own, with some subgraphs at URLs instead of in process. */
export async function roverFileWith(folder: string, urls: Readonly<Record<string, string>>): Promise<string> {
  const text = await readFile('rover.yaml', 'utf8');
  const file = join(folder, 'rover.yaml');
  const moved = Object.entries(urls).reduce((before, [name, url]) => before.replace(`local://${name}`, url), text);
  await writeFile(file, moved.replaceAll('file: schema/', `file: ${relativeSchema(folder)}/`));
  return file;
}

/** rover.yaml names schemas relative to itself. */
function relativeSchema(folder: string): string {
  return join(...folder.split('/').map((part) => (part === '' ? '.' : '..')), resolve('schema'));
}
