import { buildSchema, GraphQLError, getNamedType, isInterfaceType, isLeafType, isObjectType } from 'graphql';
import type { TestSubgraph, TestSubgraphs } from './composedGateway.ts';

/** Draws whole numbers from `min` to `max`. */
export type Draw = (min: number, max: number) => number;

/** The same numbers for the same seed. */
export function drawFrom(seed: number): Draw {
  let state = seed;
  return (min, max) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return min + (hashOf(String(state)) % (max - min + 1));
  };
}

interface GeneratedField {
  readonly name: string;
  readonly owner: string;
  readonly type: string;
  readonly takesArgument: boolean;
  /** A field of the same type that the owner is given. */
  readonly requires?: { readonly name: string; readonly n?: number };
}

type Resolvers = Record<string, Record<string, unknown>>;

type Resolve = (source: { id: string; __typename?: string }, args: { n?: number | null }) => unknown;

/** A graph as one schema, and the same split into subgraphs. */
export interface GeneratedGraph {
  readonly subgraphs: TestSubgraphs;
  readonly monolith: TestSubgraph;
  /** By type: names, named types, and whether they take `n`. */
  readonly fields: ReadonlyMap<string, readonly { name: string; type: string; takesArgument: boolean }[]>;
}

const ENTITIES = ['Ant', 'Bee', 'Cat'] as const;
const MEMBERS: Readonly<Record<string, readonly string[]>> = { Thing: ['Ant', 'Bee'], Any: ['Bee', 'Cat'] };
const INTERFACE_FIELDS = ['common', 'extra', 'cry'];

/** Where an entity may have fields: what knows `Thing` as one object may know none of its types. */
const HOMES: Readonly<Record<string, readonly string[]>> = {
  Ant: ['one', 'two'],
  Bee: ['one', 'two'],
  Cat: ['one', 'two', 'three'],
};

/**
 * Generates a graph of three subgraphs: entities by two keys, fields and links that are spread at random and may be null
 * or fail, fields that require others, with arguments too, an interface that one subgraph knows as an object, a union.
 */
export function generateGraph(draw: Draw): GeneratedGraph {
  const fields = new Map<string, GeneratedField[]>();
  for (const type of ENTITIES) fields.set(type, generateFields(type, draw));
  const salt = draw(0, 1_000_000);
  const subgraphs: Record<string, TestSubgraph> = {};
  for (const name of ['one', 'two', 'three']) subgraphs[name] = writeSubgraph(name, fields, salt);
  return { subgraphs, monolith: writeMonolith(fields, salt), fields: describeFields(fields) };
}

function generateFields(type: string, draw: Draw): GeneratedField[] {
  const homes = HOMES[type] ?? [];
  const home = () => homes[draw(0, homes.length - 1)] ?? 'one';
  const fields: GeneratedField[] = [];
  for (let i = 0; i < 4; i++) {
    fields.push({
      name: `f${i}`,
      owner: home(),
      type: ['Int', 'Int', 'Int!', '[Int]'][draw(0, 3)] ?? 'Int',
      takesArgument: draw(0, 1) === 1,
    });
  }
  for (let i = 0; i < 2; i++) {
    const owner = home();
    // The third subgraph knows the interface as one object, and none of its types.
    const targets = owner === 'three' ? ['Cat', 'Thing'] : ['Ant', 'Bee', 'Cat', 'Thing', 'Any'];
    const target = targets[draw(0, targets.length - 1)] ?? 'Cat';
    fields.push({
      name: `to${i}`,
      owner,
      type: [target, `[${target}]`, `[${target}!]!`][draw(0, 2)] ?? target,
      takesArgument: false,
    });
  }
  for (let i = 0; i < 2; i++) {
    const owner = home();
    const candidates = fields.filter((field) => field.type === 'Int' && field.owner !== owner && !field.requires);
    const required = candidates[draw(0, Math.max(candidates.length - 1, 0))];
    if (!required) continue;
    const n = required.takesArgument && draw(0, 2) > 0 ? draw(1, 2) : undefined;
    const requires = n === undefined ? { name: required.name } : { name: required.name, n };
    fields.push({ name: `r${i}`, owner, type: 'Int', takesArgument: draw(0, 2) === 0, requires });
  }
  return fields;
}

function writeSubgraph(name: string, fields: ReadonlyMap<string, readonly GeneratedField[]>, salt: number) {
  const parts = [
    `type Query { ${ENTITIES.filter((type) => HOMES[type]?.includes(name))
      .map((type) => `${name}${type}s: [${type}]`)
      .concat(name === 'three' ? ['threeThings: [Thing]'] : ['oneThings: [Thing] @shareable'])
      .join(', ')} }`,
    ...(name === 'three' ? [] : ['union Any = Bee | Cat']),
  ];
  const resolvers: Resolvers = {};
  if (name !== 'three') resolvers.Any = { __resolveType: typenameOf };
  const query: Record<string, unknown> = {};
  resolvers.Query = query;
  query[name === 'three' ? 'threeThings' : 'oneThings'] = () =>
    name === 'three' ? listOf('Thing').map(({ id }) => ({ id })) : listOf('Thing');
  for (const type of ENTITIES) {
    const own = fields.get(type)?.filter(({ owner }) => owner === name) ?? [];
    if (!HOMES[type]?.includes(name)) continue;
    const required = new Set(own.flatMap(({ requires }) => requires?.name ?? []));
    const external = (fields.get(type) ?? [])
      .filter((field) => required.has(field.name))
      .map((field) => `${field.name}${argumentsOf(field)}: ${field.type} @external`);
    const isThing = MEMBERS.Thing?.includes(type);
    const common = isThing ? ['common: Int @shareable'] : [];
    const code = name === 'two' ? 'code: ID!' : 'code: ID! @shareable';
    const lines = ['id: ID!', code, ...common, ...own.map(writeField), ...external];
    const keys = name === 'two' ? '@key(fields: "code") @key(fields: "id")' : '@key(fields: "id")';
    parts.push(`type ${type}${isThing ? ' implements Thing' : ''} ${keys} { ${lines.join(' ')} }`);
    query[`${name}${type}s`] = () => listOf(type);
    resolvers[type] = {
      ...resolversOf(type, own, salt, false),
      code: codeOf,
      ...(isThing ? { common: commonOf(salt) } : {}),
    };
    resolvers[type].__resolveReference = ({ id, code, ...given }: Record<string, string>) => ({
      ...given,
      __typename: type,
      id: id ?? code?.slice(1),
    });
  }
  if (name === 'three') {
    parts.push(`type Thing @interfaceObject @key(fields: "id") {
      id: ID!, common: Int @external, extra(n: Int): Int, cry: Int @requires(fields: "common")
    }`);
    resolvers.Thing = { extra: extraOf(salt), cry: ({ common }: { common: number | null }) => cryOf(common) };
  } else {
    parts.push('interface Thing @key(fields: "id") { id: ID!, code: ID!, common: Int }');
    resolvers.Thing = {
      __resolveType: typenameOf,
      __resolveReference: ({ id }: { id: string }) => listOf('Thing').find((thing) => thing.id === id),
    };
  }
  return { sdl: parts.join('\n'), resolvers: resolvers as NonNullable<TestSubgraph['resolvers']> };
}

function writeMonolith(fields: ReadonlyMap<string, readonly GeneratedField[]>, salt: number) {
  const parts = [
    `type Query { ${['one', 'two', 'three']
      .flatMap((name) =>
        ENTITIES.filter((type) => HOMES[type]?.includes(name)).map((type) => `${name}${type}s: [${type}]`),
      )
      .concat(['oneThings: [Thing]', 'threeThings: [Thing]'])
      .join(', ')} }`,
    'union Any = Bee | Cat',
    'interface Thing { id: ID!, code: ID!, common: Int, extra(n: Int): Int, cry: Int }',
  ];
  const query: Record<string, unknown> = { oneThings: () => listOf('Thing'), threeThings: () => listOf('Thing') };
  const resolvers: Resolvers = {
    Query: query,
    Any: { __resolveType: typenameOf },
    Thing: { __resolveType: typenameOf },
  };
  for (const type of ENTITIES) {
    const own = fields.get(type) ?? [];
    const isThing = MEMBERS.Thing?.includes(type);
    const lines = own.map((field) => `${field.name}${argumentsOf(field)}: ${field.type}`);
    const things = isThing ? 'common: Int, extra(n: Int): Int, cry: Int' : '';
    parts.push(`type ${type}${isThing ? ' implements Thing' : ''} { id: ID!, code: ID! ${things} ${lines.join(' ')} }`);
    for (const name of HOMES[type] ?? []) query[`${name}${type}s`] = () => listOf(type);
    resolvers[type] = { ...resolversOf(type, own, salt, true), code: codeOf };
    if (isThing) {
      const common = commonOf(salt);
      Object.assign(resolvers[type], {
        common,
        extra: extraOf(salt),
        cry: (source: { id: string }) => cryOf(common(source)),
      });
    }
  }
  return { sdl: parts.join('\n'), resolvers: resolvers as NonNullable<TestSubgraph['resolvers']> };
}

function writeField(field: GeneratedField): string {
  const { name, type, requires } = field;
  const selection = requires?.n === undefined ? requires?.name : `${requires.name}(n: ${requires.n})`;
  return `${name}${argumentsOf(field)}: ${type}${selection ? ` @requires(fields: "${selection}")` : ''}`;
}

function argumentsOf({ takesArgument }: GeneratedField): string {
  return takesArgument ? '(n: Int)' : '';
}

function resolversOf(type: string, fields: readonly GeneratedField[], salt: number, isWhole: boolean) {
  const resolvers: Record<string, unknown> = {};
  for (const field of fields) {
    const { name, requires } = field;
    const resolve: Resolve = ({ id }, { n }) =>
      fieldValue(field, `${salt} ${type} ${id} ${name} ${n ?? ''}`, mayFail(field));
    if (!requires) {
      resolvers[name] = resolve;
      continue;
    }
    resolvers[name] = (source: Record<string, unknown> & { id: string }, { n }: { n?: number }) => {
      const required = isWhole
        ? fieldValue({ type: 'Int' }, `${salt} ${type} ${source.id} ${requires.name} ${requires.n ?? ''}`, false)
        : source[requires.name];
      return required === null || required === undefined ? null : (required as number) * 3 + (n ?? 0);
    };
  }
  return resolvers;
}

/** What others require does not fail: the failure of a field that nobody asked for would be reported by the gateway alone. */
function mayFail({ name, type }: GeneratedField): boolean {
  return type === '[Int]' || name.startsWith('to');
}

function fieldValue({ type }: { type: string }, seed: string, canFail: boolean): unknown {
  const hash = hashOf(seed);
  const isRequired = type.endsWith('!');
  if (canFail && !isRequired && hash % 11 === 0) throw new GraphQLError(`No ${seed.split(' ')[3]}`);
  if (!isRequired && hash % 7 === 0) return null;
  const named = type.replace(/[[\]!]/g, '');
  if (named === 'Int') return type.startsWith('[') ? [hash % 10, hash % 3 === 0 ? null : hash % 20] : hash % 100;
  const members = listOf(named);
  const isList = type.startsWith('[');
  const one = members[hash % members.length];
  if (!isList) return one;
  return [one, members[(hash + 1) % members.length], ...(type.includes('!]') || hash % 2 ? [] : [null])];
}

function listOf(type: string): { __typename: string; id: string }[] {
  return (MEMBERS[type] ?? [type]).flatMap((typename) =>
    [1, 2].map((n) => ({ __typename: typename, id: `${typename}${n}` })),
  );
}

const typenameOf = ({ id }: { id: string }): string => id.slice(0, -1);
const codeOf = ({ id }: { id: string }): string => `c${id}`;
const commonOf =
  (salt: number) =>
  ({ id }: { id: string }): number | null =>
    hashOf(`${salt} common ${id}`) % 5 === 0 ? null : hashOf(`${salt} common ${id}`) % 50;
const extraOf =
  (salt: number): Resolve =>
  ({ id }, { n }) =>
    (hashOf(`${salt} extra ${id}`) % 50) + (n ?? 0);
const cryOf = (common: number | null): number | null => (common === null ? null : -common);

function hashOf(text: string): number {
  let hash = 2_166_136_261;
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 16_777_619) >>> 0;
  return (hash ^ (hash >>> 15)) >>> 0;
}

function describeFields(fields: ReadonlyMap<string, readonly GeneratedField[]>): GeneratedGraph['fields'] {
  const described = new Map<string, { name: string; type: string; takesArgument: boolean }[]>();
  const scalar = (name: string, takesArgument = false) => ({ name, type: 'Int', takesArgument });
  const shared = [scalar('id'), scalar('code')];
  const thing = [...shared, ...INTERFACE_FIELDS.map((name) => scalar(name, name === 'extra'))];
  for (const [type, own] of fields) {
    const named = own.map(({ name, type: fieldType, takesArgument }) => ({
      name,
      type: fieldType.replace(/[[\]!]/g, ''),
      takesArgument,
    }));
    described.set(type, [...(MEMBERS.Thing?.includes(type) ? thing : shared), ...named]);
  }
  described.set('Thing', thing);
  described.set('Any', []);
  const roots = ENTITIES.flatMap((type) =>
    (HOMES[type] ?? []).map((name) => ({ name: `${name}${type}s`, type, takesArgument: false })),
  );
  const things = ['oneThings', 'threeThings'].map((name) => ({ name, type: 'Thing', takesArgument: false }));
  described.set('Query', [...roots, ...things]);
  return described;
}

/** What stands for one response name at one place of an operation. */
interface ResponseField {
  readonly shape: string;
  /** The field and its arguments, by the type that it is selected on. */
  readonly meanings: Map<string, string>;
}

/**
 * Writes a valid operation over the monolith of a generated graph: fields of one response name are the same field with
 * the same arguments, or those of two object types and of one shape.
 */
export function generateOperation({ fields, monolith }: GeneratedGraph, draw: Draw): string {
  const shapes = shapesOf(monolith.sdl);
  const places = new Map<string, ResponseField>();
  const isAbstract = (type: string) => type in MEMBERS;

  /** Notes the field, unless another is in its place. */
  const take = (place: string, parent: string, meaning: string, shape: string): boolean => {
    const known = places.get(place) ?? { shape, meanings: new Map<string, string>() };
    if (known.shape !== shape) return false;
    for (const [type, other] of known.meanings) {
      const exclusive = type !== parent && !isAbstract(type) && !isAbstract(parent);
      if (!exclusive && other !== meaning) return false;
    }
    known.meanings.set(parent, meaning);
    places.set(place, known);
    return true;
  };

  const select = (type: string, depth: number, place: string): string => {
    const own = fields.get(type) ?? [];
    const selections: string[] = draw(0, 3) === 0 || own.length === 0 ? ['__typename'] : [];
    const count = own.length === 0 ? 0 : draw(1, type === 'Query' ? 2 : 4);
    for (let i = 0; i < count; i++) {
      const field = own[draw(0, own.length - 1)];
      if (!field || (depth <= 0 && fields.has(field.type))) continue;
      const alias = draw(0, 4) === 0 ? `${['a', 'b', 'f0', 'id'][draw(0, 3)]}: ` : '';
      const argument = field.takesArgument ? (['', '(n: 1)', '(n: 2)', '(n: $n)'][draw(0, 3)] ?? '') : '';
      const at = `${place}/${alias.slice(0, -2) || field.name}`;
      if (!take(at, type, field.name + argument, shapes.get(`${type}.${field.name}`) ?? '')) continue;
      const condition = ['', '', '', ' @include(if: $yes)', ' @skip(if: $yes)', ' @include(if: $no)'][draw(0, 5)] ?? '';
      const below = fields.has(field.type) ? ` { ${select(field.type, depth - 1, at)} }` : '';
      selections.push(`${alias}${field.name}${argument}${condition}${below}`);
    }
    for (const member of MEMBERS[type] ?? []) {
      if (draw(0, 1) === 1) continue;
      const condition = ['', '', ' @include(if: $yes)', ' @include(if: $no)'][draw(0, 3)] ?? '';
      selections.push(`... on ${member}${condition} { ${select(member, depth, place)} }`);
    }
    if (MEMBERS.Thing?.includes(type) && draw(0, 5) === 0)
      selections.push(`... on Thing { ${select('Thing', depth, place)} }`);
    return selections.join(' ') || '__typename';
  };
  const selection = select('Query', 3, '');
  const variables = ['$n: Int = 2', '$yes: Boolean = true', '$no: Boolean = false'].filter((variable) =>
    new RegExp(`\\${variable.slice(0, variable.indexOf(':'))}\\b`).test(selection),
  );
  return `query ${variables.length > 0 ? `(${variables.join(', ')}) ` : ''}{ ${selection} }`;
}

/** By `Type.field`: its type, without the name where that is composite, which says nothing of conflicts. */
function shapesOf(sdl: string): ReadonlyMap<string, string> {
  const schema = buildSchema(sdl);
  return new Map(
    Object.values(schema.getTypeMap()).flatMap((type) =>
      isObjectType(type) || isInterfaceType(type)
        ? Object.values(type.getFields()).map((field) => {
            const named = getNamedType(field.type);
            const text = String(field.type);
            return [`${type.name}.${field.name}`, isLeafType(named) ? text : text.replace(named.name, '')] as const;
          })
        : [],
    ),
  );
}
