import type { FetchDataRewrite } from '@apollo/query-planner';
import { type DataObject, isDataObject, ownValue, typenameOf } from './mergeData.ts';
import type { TypeConditions } from './typeConditions.ts';

/** How a query plan writes a type condition within the path of a rewrite. */
const TYPE_CONDITION_PREFIX = '... on ';

/**
 * Carries out what a plan says about the data of a fetch: `ValueSetter` puts the interface's name for the concrete
 * one into representations for a subgraph with `@interfaceObject`; `KeyRenamer` gives fields, which were fetched
 * under a name of the planner because types disagree, their response names.
 */
export function applyRewrites(
  data: DataObject,
  rewrites: readonly FetchDataRewrite[],
  typeConditions: TypeConditions,
): void {
  for (const rewrite of rewrites) {
    const name = rewrite.path.at(-1);
    if (name === undefined) continue;
    for (const object of objectsAt(data, rewrite.path.slice(0, -1), typeConditions)) {
      if (rewrite.kind === 'ValueSetter') {
        object[name] = rewrite.setValueTo;
      } else if (Object.hasOwn(object, name)) {
        object[rewrite.renameKeyTo] = object[name];
        delete object[name];
      }
    }
  }
}

/** The path of an error in terms of the names that the rewrites give. */
export function renameInPath(
  path: readonly (string | number)[],
  rewrites: readonly FetchDataRewrite[],
): readonly (string | number)[] {
  const renamed = [...path];
  for (const rewrite of rewrites) {
    if (rewrite.kind !== 'KeyRenamer') continue;
    const names = rewrite.path.filter((step) => !step.startsWith(TYPE_CONDITION_PREFIX));
    const positions = [...path.keys()].filter((position) => typeof path[position] === 'string').slice(0, names.length);
    const matches = positions.length === names.length && names.every((name, i) => path[positions[i] ?? -1] === name);
    const last = positions.at(-1);
    if (matches && last !== undefined) renamed[last] = rewrite.renameKeyTo;
  }
  return renamed;
}

/** Follows names and type conditions from `value`, through every item of the lists on the way. */
function* objectsAt(value: unknown, path: readonly string[], typeConditions: TypeConditions): Generator<DataObject> {
  if (Array.isArray(value)) {
    for (const item of value) yield* objectsAt(item, path, typeConditions);
    return;
  }
  if (!isDataObject(value)) return;
  const [step, ...rest] = path;
  if (step === undefined) {
    yield value;
  } else if (!step.startsWith(TYPE_CONDITION_PREFIX)) {
    yield* objectsAt(ownValue(value, step), rest, typeConditions);
  } else {
    const typename = typenameOf(value);
    const condition = step.slice(TYPE_CONDITION_PREFIX.length);
    if (typename === undefined || typeConditions.satisfies(typename, condition)) {
      yield* objectsAt(value, rest, typeConditions);
    }
  }
}
