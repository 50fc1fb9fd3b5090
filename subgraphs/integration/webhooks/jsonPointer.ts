import { BadUserInputError } from '../../kit/errors.ts';

/**
 * The value at a JSON Pointer, as text: null when there is none, JSON of an object or a list.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6901
 * @throws BadUserInputError when it is no JSON Pointer
 */
export function textAt(data: unknown, pointer: string): string | null {
  if (!/^(\/([^~]|~[01])*)?$/.test(pointer)) {
    throw new BadUserInputError('pointer', `${JSON.stringify(pointer)} is no JSON Pointer, such as "/order/id".`);
  }
  const names = pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  const value = names.reduce(valueAt, data) ?? null;
  return value === null ? null : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** What an object or a list itself has there; a list has a length, which is none of its values. */
function valueAt(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null;
  if (Array.isArray(value) && name === 'length') return null;
  return (value as Record<string, unknown>)[name];
}
