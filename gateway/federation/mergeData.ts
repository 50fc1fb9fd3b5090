import type { TypeConditions } from './typeConditions.ts';

/** An object of a subgraph's answer, or of the answers merged. */
export type DataObject = { [name: string]: unknown };

export function isDataObject(value: unknown): value is DataObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object's own value; a field may be called `constructor` or `__proto__`. */
export function ownValue(object: DataObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** The name of the object's type, as far as any subgraph told it. */
export function typenameOf(object: DataObject): string | undefined {
  const typename = ownValue(object, '__typename');
  return typeof typename === 'string' ? typename : undefined;
}

/**
 * Merges an answer into what is known of the same object. Objects and lists merge member by member; a null never
 * replaces a value, since it may only tell that one of two subgraphs failed; and the name of an interface, by which a
 * subgraph with `@interfaceObject` calls its objects, never replaces the concrete type's.
 *
 * `target` owns its members: what comes from `source` is copied, so that one answer can be merged into many targets.
 */
export function mergeData(target: DataObject, source: DataObject, typeConditions: TypeConditions): void {
  const typename = typenameOf(target);
  for (const name of Object.keys(source)) {
    const value = source[name];
    if (name === '__typename' && typename !== undefined && typeConditions.satisfies(typename, String(value))) continue;
    const merged = mergeValue(ownValue(target, name), value, typeConditions);
    if (merged !== undefined) target[name] = merged;
  }
}

function mergeValue(target: unknown, source: unknown, typeConditions: TypeConditions): unknown {
  if (source === undefined || source === null) return target === undefined ? source : target;
  if (Array.isArray(target) && Array.isArray(source) && target.length === source.length) {
    for (const [index, item] of source.entries()) target[index] = mergeValue(target[index], item, typeConditions);
    return target;
  }
  if (isDataObject(target) && isDataObject(source)) {
    mergeData(target, source, typeConditions);
    return target;
  }
  return copyData(source);
}

/**
 * Copies an answer. Objects get no prototype, so that no response name has a meaning of its own; whatever knows its
 * JSON form, such as a `Date` that a subgraph in the same process answered, becomes that, as it would over HTTP.
 */
export function copyData(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyData);
  if ('toJSON' in value && typeof value.toJSON === 'function') return copyData(value.toJSON());
  const copy = emptyData();
  for (const [name, member] of Object.entries(value)) copy[name] = copyData(member);
  return copy;
}

export function emptyData(): DataObject {
  return Object.create(null) as DataObject;
}
