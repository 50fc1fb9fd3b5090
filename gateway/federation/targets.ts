import { type DataObject, isDataObject, ownValue, typenameOf } from './mergeData.ts';
import type { PathStep } from './preparedPlan.ts';

/** Keys and list indices from the root of the answer. */
export type DataPath = readonly (string | number)[];

/** An object that a fetch adds to, and where it stands in the answer. */
export interface Target {
  readonly object: DataObject;
  readonly path: DataPath;
}

/**
 * Follows a flatten path from the root to the objects that it means, each once however often it stands there. Where a
 * value is missing or null, or of none of a step's types, there is nothing to fetch.
 */
export function findObjects(root: DataObject, steps: readonly PathStep[]): ReadonlySet<DataObject> {
  const found = new Set<DataObject>();
  follow(root, steps, 0, undefined, (object) => found.add(object));
  return found;
}

/** The same with every place at which an object stands. Most answers never need to know. */
export function findTargets(root: DataObject, steps: readonly PathStep[]): readonly Target[] {
  const found: Target[] = [];
  const path: (string | number)[] = [];
  follow(root, steps, 0, path, (object) => found.push({ object, path: [...path] }));
  return found;
}

/** @param path is kept up to date while it walks, when it is given */
function follow(
  value: unknown,
  steps: readonly PathStep[],
  position: number,
  path: (string | number)[] | undefined,
  onFound: (object: DataObject) => void,
): void {
  const step = steps[position];
  if (Array.isArray(value)) {
    const next = step?.key === '@' ? position + 1 : position;
    for (let index = 0; index < value.length; index++) {
      path?.push(index);
      follow(value[index], steps, next, path, onFound);
      path?.pop();
    }
    return;
  }
  if (!isDataObject(value)) return;
  if (!step) {
    onFound(value);
  } else if (step.key === '') {
    if (isOfType(value, step.types)) follow(value, steps, position + 1, path, onFound);
  } else if (step.key !== '@') {
    path?.push(step.key);
    follow(ownValue(value, step.key), steps, position + 1, path, onFound);
    path?.pop();
  }
}

function isOfType(object: DataObject, types: readonly string[] | undefined): boolean {
  const typename = typenameOf(object);
  return types === undefined || typename === undefined || types.includes(typename);
}
