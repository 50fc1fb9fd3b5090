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
 * Follows a flatten path from each of `from` to the objects that it means. Where a value is missing or null, or of
 * none of the step's types, there is nothing to fetch.
 */
export function findTargets(from: readonly Target[], steps: readonly PathStep[]): readonly Target[] {
  const found: Target[] = [];
  for (const target of from) follow(target.object, target.path, steps, found);
  return found;
}

function follow(value: unknown, path: DataPath, steps: readonly PathStep[], found: Target[]): void {
  const [step, ...rest] = steps;
  if (Array.isArray(value)) {
    const itemSteps = step?.key === '@' ? afterKey(step, rest) : steps;
    for (const [index, item] of value.entries()) follow(item, [...path, index], itemSteps, found);
    return;
  }
  if (!isDataObject(value)) return;
  if (!step) {
    found.push({ object: value, path });
  } else if (step.key === '') {
    if (isOfType(value, step.types)) follow(value, path, rest, found);
  } else if (step.key !== '@') {
    follow(ownValue(value, step.key), [...path, step.key], afterKey(step, rest), found);
  }
}

/** The condition of `@|[Movie]` or `hero|[Human]` is about the value, which comes after the step's key. */
function afterKey(step: PathStep, rest: readonly PathStep[]): readonly PathStep[] {
  return step.types ? [{ key: '', types: step.types }, ...rest] : rest;
}

function isOfType(object: DataObject, types: readonly string[] | undefined): boolean {
  const typename = typenameOf(object);
  return types === undefined || typename === undefined || types.includes(typename);
}
