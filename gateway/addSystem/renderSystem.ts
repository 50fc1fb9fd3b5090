import { readdir, readFile } from 'node:fs/promises';
import type { SystemNames } from './nameSystem.ts';

/** A file to be written, its path from the project's folder. */
export interface SystemFile {
  readonly path: string;
  readonly text: string;
}

const TEMPLATES = new URL('./templates/', import.meta.url);
const ENDING = '.tmpl';

/** The files of a new system, from the templates: its SDL, its adapter, its conformance test. */
export async function renderSystem(names: SystemNames): Promise<readonly SystemFile[]> {
  const templates = (await readdir(TEMPLATES)).filter((file) => file.endsWith(ENDING)).sort();
  return Promise.all(
    templates.map(async (template) => ({
      path: placeOf(template.slice(0, -ENDING.length), names.system),
      text: fill(await readFile(new URL(template, TEMPLATES), 'utf8'), names),
    })),
  );
}

function placeOf(file: string, system: string): string {
  if (file === 'schema.graphql') return schemaFile(system);
  return file === 'conformance.test.ts' ? testFile(system) : `${adapterFolder(system)}/${file}`;
}

export const schemaFile = (system: string): string => `schema/${system}.graphql`;
export const adapterFolder = (system: string): string => `subgraphs/${system}`;
export const testFile = (system: string): string => `test/systems/${system}.test.ts`;

function fill(template: string, names: SystemNames): string {
  return template.replace(/\{\{([^}]+)\}\}/g, (placeholder, key: string) => {
    if (!(key in names)) throw new Error(`No name fills the placeholder ${placeholder}.`);
    return names[key as keyof SystemNames];
  });
}
