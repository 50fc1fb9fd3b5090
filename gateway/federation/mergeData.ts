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
  const { __typename: typename } = object;
  return typeof typename === 'string' ? typename : undefined;
}

/** How a value of an answer gets into the data. */
type Take = (value: unknown) => unknown;

/**
 * Merges an answer into what is known of the same object. Objects and lists merge member by member; a null never
 * replaces a value, since it may only tell that one of two subgraphs failed; and the name of an interface, by which a
 * subgraph with `@interfaceObject` calls its objects, never replaces the concrete type's.
 *
 * `target` owns its members: what comes from `source` is copied, so that one answer can be merged into many targets.
 */
export function mergeData(target: DataObject, source: DataObject, typeConditions: TypeConditions): void {
  mergeMembers(target, source, Object.keys(source), typeConditions, copyData);
}

/**
 * The same without copies: the members of `source` become members of `target`, and of every other target that it is
 * merged into. See `canShareObjects` for when that may be.
 *
 * @param names the members that are merged
 */
export function shareData(
  target: DataObject,
  source: DataObject,
  names: Iterable<string>,
  typeConditions: TypeConditions,
): void {
  mergeMembers(target, source, names, typeConditions, share);
}

function mergeMembers(
  target: DataObject,
  source: DataObject,
  names: Iterable<string>,
  typeConditions: TypeConditions,
  take: Take,
): void {
  for (const name of names) {
    const value = ownValue(source, name);
    // What is shared has a prototype, which an answer must not set; plans that ask for such a name share nothing.
    if (value === undefined || (name === '__proto__' && take === share)) continue;
    const known = ownValue(target, name);
    if (name === '__typename' && typeof known === 'string' && typeConditions.satisfies(known, String(value))) continue;
    target[name] = mergeValue(known, value, typeConditions, take);
  }
}

function mergeValue(target: unknown, source: unknown, typeConditions: TypeConditions, take: Take): unknown {
  if (target === undefined) return take(source);
  if (source === null || source === undefined || source === target) return target;
  if (Array.isArray(target) && Array.isArray(source) && target.length === source.length) {
    for (const [index, item] of source.entries()) target[index] = mergeValue(target[index], item, typeConditions, take);
    return target;
  }
  if (isDataObject(target) && isDataObject(source)) {
    mergeMembers(target, source, Object.keys(source), typeConditions, take);
    return target;
  }
  return take(source);
}

function share(value: unknown): unknown {
  return value;
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
