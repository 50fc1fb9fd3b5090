import { describe, expect, it } from 'vitest';
import { textOf, writtenData } from '../../../gateway/federation/writer/writtenData.ts';

const written = { text: '{"a":{"b":1},"__proto__":2}', isAscii: true };

describe('Data that is written already', () => {
  it('goes out as it is when nobody touched it', () => {
    expect(textOf(writtenData(written))).toBe(written);
    expect(textOf({ ...written })).toBeUndefined();
    expect(textOf(null)).toBeUndefined();
  });

  it('reads like any other', () => {
    expect({ ...writtenData(written) }).toEqual({ a: { b: 1 }, ['__proto__']: 2 });
    expect(writtenData(written).a).toEqual({ b: 1 });
    expect('a' in writtenData(written)).toBe(true);
    expect(JSON.stringify(writtenData(written))).toBe(written.text);
  });

  it.each<[string, (data: Record<string, unknown>) => void, unknown]>([
    ['a member was set', (data) => Object.assign(data, { c: 3 }), { a: { b: 1 }, c: 3 }],
    ['a member was removed', (data) => delete data.a, {}],
    ['something inside was changed', (data) => Object.assign(data.a as object, { b: 2 }), { a: { b: 2 } }],
  ])('goes out as it has become once %s', (_name, change, expected) => {
    const data = writtenData({ text: '{"a":{"b":1}}', isAscii: true });
    change(data);
    expect(textOf(data)).toBeUndefined();
    expect(data).toEqual(expected);
  });
});
