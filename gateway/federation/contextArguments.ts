import type { FetchDataRewrite } from '@apollo/query-planner';
import { copyData, type DataObject, isDataObject, ownValue, typenameOf } from './mergeData.ts';
import type { DataPath } from './targets.ts';
import type { TypeConditions } from './typeConditions.ts';

/**
 * Reads the values of `@fromContext` arguments for one entity. Each `..` of a rewrite's path goes up one field in the
 * answer, past list indices; then names and type conditions lead down to the value. Where several rewrites name the
 * same argument, they are alternatives by type, and the first that applies counts.
 *
 * @param root the whole answer, with `path` leading to the entity
 * @see https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/entities/use-contexts
 */
export function readContextArguments(
  root: DataObject,
  path: DataPath,
  rewrites: readonly FetchDataRewrite[],
  typeConditions: TypeConditions,
): DataObject {
  const values: DataObject = {};
  for (const rewrite of rewrites) {
    if (rewrite.kind !== 'KeyRenamer' || Object.hasOwn(values, rewrite.renameKeyTo)) continue;
    const levels = rewrite.path.filter((step) => step === '..').length;
    const value = readDown(valueAt(root, ancestor(path, levels)), rewrite.path.slice(levels), typeConditions);
    if (value !== undefined) values[rewrite.renameKeyTo] = copyData(value);
  }
  return values;
}

function ancestor(path: DataPath, levels: number): DataPath {
  let end = path.length;
  for (let level = 0; level < levels; level++) {
    end--;
    while (end > 0 && typeof path[end] === 'number') end--;
  }
  return path.slice(0, Math.max(end, 0));
}

function valueAt(root: DataObject, path: DataPath): unknown {
  let value: unknown = root;
  for (const key of path) {
    if (Array.isArray(value)) value = value[Number(key)];
    else if (isDataObject(value)) value = ownValue(value, String(key));
    else return undefined;
  }
  return value;
}

function readDown(value: unknown, path: readonly string[], typeConditions: TypeConditions): unknown {
  const [step, ...rest] = path;
  if (step === undefined || value === null || value === undefined) return value;
  if (Array.isArray(value)) return value.map((item) => readDown(item, path, typeConditions));
  if (!isDataObject(value)) return undefined;
  if (!step.startsWith('... on ')) return readDown(ownValue(value, step), rest, typeConditions);
  const typename = typenameOf(value);
  const applies = typename === undefined || typeConditions.satisfies(typename, step.slice('... on '.length));
  return applies ? readDown(value, rest, typeConditions) : undefined;
}
