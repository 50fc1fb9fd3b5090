import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bindVariables, evaluateExports, isWanted, itemsOf } from '../../gateway/flows/bindings.ts';
import { parseTemplate } from '../../gateway/flows/document/template.ts';
import type { FlowStep, StepVariable, VariableSource } from '../../gateway/flows/flow.ts';

const STEP: FlowStep = {
  name: 'Note',
  kind: 'mutation',
  operation: { name: 'Note', query: '', document: { kind: 'Document' as never, definitions: [] } },
  variables: [],
  when: null,
  onError: null,
  each: null,
  exports: [],
};

const variable = (source: VariableSource, required = true): StepVariable => ({
  name: 'x',
  type: required ? 'String!' : 'String',
  required,
  source,
});

const bind = (source: VariableSource, bindings: Record<string, unknown>, required = true, item = {}) =>
  bindVariables({ ...STEP, variables: [variable(source, required)] }, bindings, { FLOW_TEAM: 'ops' }, item);

describe('Exports', () => {
  const exported = (path: string[], data: unknown) => evaluateExports([{ name: 'x', path, type: 'ID' }], data);

  it('are read by their path', () => {
    expect(exported(['a', 'b'], { a: { b: 1 } })).toEqual({ x: 1 });
    expect(exported(['a'], { a: [{ b: 1 }] })).toEqual({ x: [{ b: 1 }] });
    expect(exported(['a'], { a: false })).toEqual({ x: false });
  });

  it('are null when something on the way is null or missing', () => {
    expect(exported(['a', 'b'], { a: null })).toEqual({ x: null });
    expect(exported(['a', 'b'], {})).toEqual({ x: null });
    expect(exported(['a', 'b'], null)).toEqual({ x: null });
    expect(exported(['a', 'length'], { a: 'text' })).toEqual({ x: null });
    expect(exported(['constructor'], {})).toEqual({ x: null });
  });
});

describe('@when', () => {
  const wanted = (when: Partial<FlowStep['when']>, value: unknown) =>
    isWanted({ ...STEP, when: { value: 'x', in: null, notIn: null, ...when } }, { x: value });

  it('lets a step run when the value is in the list, or not in it', () => {
    expect(wanted({ in: ['A', 'B'] }, 'B')).toBe(true);
    expect(wanted({ in: ['A', 'B'] }, 'C')).toBe(false);
    expect(wanted({ notIn: ['A'] }, 'A')).toBe(false);
    expect(wanted({ notIn: ['A'] }, 'C')).toBe(true);
    expect(isWanted(STEP, {})).toBe(true);
  });

  it('finds a null in no list', () => {
    expect(wanted({ in: ['A'] }, null)).toBe(false);
    expect(wanted({ notIn: ['A'] }, null)).toBe(true);
    expect(wanted({ in: ['A'] }, undefined)).toBe(false);
  });
});

describe('@each', () => {
  const items = (list: unknown) => itemsOf({ ...STEP, each: { in: 'list', key: 'id' } }, { list });

  it('has the items of the list in its order, those that are null left out', () => {
    expect(items([{ id: 1 }, null, { id: 2 }])).toEqual([{ id: 1 }, { id: 2 }]);
    expect(items([])).toEqual([]);
  });

  it('has no items when the list is null', () => {
    expect(items(null)).toBeNull();
    expect(items(undefined)).toBeNull();
  });
});

describe('A variable', () => {
  it('is fed by an export, an item, the environment or a template', () => {
    expect(bind({ kind: 'export', name: 'a' }, { a: { b: 1 } })).toEqual({
      kind: 'bound',
      variables: { x: { b: 1 } },
    });
    expect(bind({ kind: 'item', field: 'a' }, { a: 'no' }, true, { a: 'yes' })).toEqual({
      kind: 'bound',
      variables: { x: 'yes' },
    });
    expect(bind({ kind: 'environment', name: 'FLOW_TEAM' }, {})).toEqual({ kind: 'bound', variables: { x: 'ops' } });
    const parts = ['n=', { name: 'n', from: 'export' }, ' ', { name: 'b', from: 'item' }] as const;
    expect(bind({ kind: 'template', parts }, { n: 1.5 }, true, { b: true })).toEqual({
      kind: 'bound',
      variables: { x: 'n=1.5 true' },
    });
  });

  it('is left to its default when nothing else feeds it', () => {
    expect(bind({ kind: 'default' }, { x: 'no' })).toEqual({ kind: 'bound', variables: {} });
  });

  it('that may be null is given a null', () => {
    expect(bind({ kind: 'export', name: 'a' }, { a: null }, false)).toEqual({ kind: 'bound', variables: { x: null } });
    expect(bind({ kind: 'item', field: 'a' }, {}, false)).toEqual({ kind: 'bound', variables: { x: null } });
  });

  it('that may not be null leaves the step out for a null, which is named', () => {
    expect(bind({ kind: 'export', name: 'a' }, { a: null })).toEqual({ kind: 'skipped', because: 'a is null' });
    expect(bind({ kind: 'export', name: 'a' }, {})).toEqual({ kind: 'skipped', because: 'a is null' });
    expect(bind({ kind: 'item', field: 'b' }, { b: 1 })).toEqual({ kind: 'skipped', because: 'b is null' });
  });

  it('leaves the step out for a null in its template, even when it may be null itself', () => {
    const parts = ['Hello ', { name: 'a', from: 'export' }] as const;
    expect(bind({ kind: 'template', parts }, { a: null }, false)).toEqual({ kind: 'skipped', because: 'a is null' });
  });

  it('fails, and leaves nothing out, when its environment variable is gone', () => {
    expect(() => bind({ kind: 'environment', name: 'FLOW_GONE' }, {})).toThrow(
      expect.objectContaining({ code: 'CONFIGURATION_INVALID' }),
    );
  });
});

describe('A template', () => {
  const names = ['a', 'b', 'constructor', '_x1'];
  const piece = fc.oneof(
    fc.string().map((text) => ({ text, written: text.replaceAll('{', '{{').replaceAll('}', '}}') })),
    fc.constantFrom(...names).map((name) => ({ name, written: `{${name}}` })),
  );
  // Values that look like templates themselves.
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom('{a}', '{{a}}', '{', '}}', '$&', '$1'),
    fc.integer(),
    fc.boolean(),
  );

  it('is its texts and its values, each written once, whatever is in them', () => {
    const values = fc.record({ a: value, b: value, constructor: value, _x1: value });
    fc.assert(
      fc.property(fc.array(piece), values, (pieces, bindings) => {
        const template = parseTemplate(pieces.map(({ written }) => written).join(''));
        if ('fault' in template) throw new Error(template.fault);
        const parts = template.parts.map((part) =>
          typeof part === 'string' ? part : { name: part.name, from: 'export' as const },
        );
        const expected = pieces
          .map((each) => ('name' in each ? String(bindings[each.name as keyof typeof bindings]) : each.text))
          .join('');
        expect(bind({ kind: 'template', parts }, bindings)).toEqual({ kind: 'bound', variables: { x: expected } });
      }),
    );
  });

  it('of any text is either read or refused with a reason', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('{', '}', 'a', ' ', '\n') }), (text) => {
        const template = parseTemplate(text);
        expect('fault' in template ? template.fault : template.parts).toBeTruthy();
      }),
    );
  });
});
