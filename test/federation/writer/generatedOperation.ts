import fc, { type GeneratorValue } from 'fast-check';
import {
  buildSchema,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** A schema, an operation that is valid for it, and data that mostly is. */
export interface GeneratedOperation {
  readonly schema: GraphQLSchema;
  readonly query: string;
  readonly variables: { readonly yes: boolean; readonly no: boolean };
  readonly data: Record<string, unknown>;
}

const OBJECT_TYPES = ['T0', 'T1', 'T2'];
const NAMED_TYPES = ['String', 'Int', 'Float', 'Boolean', 'ID', 'Color', 'Any', 'Node', 'Either', ...OBJECT_TYPES];
const FIELDS = ['f0', 'f1', 'f2', 'constructor'];
const MAX_DEPTH = 3;

export function generateOperation(g: GeneratorValue): GeneratedOperation {
  const schema = buildSchema(schemaText(g));
  const query = schema.getQueryType();
  if (!query) throw new Error('The schema has no query type.');
  return {
    schema,
    query: `query ($yes: Boolean!, $no: Boolean!) ${selectionText(g, schema, query, 0)}`,
    variables: { yes: g(fc.boolean), no: g(fc.boolean) },
    data: objectOf(g, schema, query.name, 0),
  };
}

function schemaText(g: GeneratorValue): string {
  const fields = () => FIELDS.map((name) => `${name}: ${typeText(g)}`).join('\n');
  return `
    enum Color { RED GREEN }
    scalar Any
    interface Node { id: ID! }
    union Either = T0 | T1
    ${OBJECT_TYPES.map((name) => `type ${name} implements Node { id: ID!\n${fields()} }`).join('\n')}
    type Query { ${fields()} }`;
}

function typeText(g: GeneratorValue): string {
  const wrapped = (depth: number): string => {
    const inner = depth < 2 && g(fc.nat, { max: 2 }) === 0 ? `[${wrapped(depth + 1)}]` : pick(g, NAMED_TYPES);
    return g(fc.nat, { max: 2 }) === 0 ? `${inner}!` : inner;
  };
  return wrapped(0);
}

/** Fields are not aliased to names of others, so that whatever is selected twice can be merged. */
function selectionText(g: GeneratorValue, schema: GraphQLSchema, type: unknown, depth: number): string {
  const parts = [depth === 0 ? '__typename @include(if: $yes) @skip(if: $no)' : '__typename'];
  if (isAbstractType(type)) {
    for (const { name } of schema.getPossibleTypes(type)) {
      if (g(fc.boolean)) parts.push(`... on ${name} ${selectionText(g, schema, schema.getType(name), depth)}`);
    }
  }
  if (isCompositeType(type) && 'getFields' in type) {
    for (const field of Object.values(type.getFields())) {
      const named = getNamedType(field.type);
      const isLeaf = !isCompositeType(named);
      const times = isLeaf || depth < MAX_DEPTH ? g(fc.nat, { max: 2 }) : 0;
      for (let time = 0; time < times; time++) {
        const name = `${type.name}_${field.name}`;
        const selection = isLeaf ? '' : selectionText(g, schema, named, depth + 1);
        const text = `${name}: ${field.name} ${condition(g)} ${selection}`;
        parts.push(g(fc.nat, { max: 3 }) === 0 ? `... on ${type.name} ${condition(g)} { ${text} }` : text);
      }
    }
  }
  return `{ ${parts.join(' ')} }`;
}

function condition(g: GeneratorValue): string {
  return pick(g, ['', '', '', '@include(if: $yes)', '@skip(if: $no)', '@skip(if: false)', '@include(if: false)']);
}

/** The members of an object under the response names that the operation gives them. */
function objectOf(g: GeneratorValue, schema: GraphQLSchema, typename: string, depth: number): Record<string, unknown> {
  const type = schema.getType(typename);
  const object: Record<string, unknown> = { __typename: typename };
  if (!isObjectType(type)) return object;
  for (const { name, type: fieldType } of Object.values(type.getFields())) {
    const value = anyValue(g, schema, fieldType, depth + 1);
    for (const owner of [type, ...type.getInterfaces()]) {
      if (value !== undefined) object[`${owner.name}_${name}`] = value;
    }
  }
  return object;
}

function anyValue(g: GeneratorValue, schema: GraphQLSchema, type: GraphQLOutputType, depth: number): unknown {
  if (isNonNullType(type)) {
    return g(fc.nat, { max: 15 }) === 0 ? null : anyValue(g, schema, type.ofType, depth);
  }
  const fault = g(fc.nat, { max: 40 });
  if (fault === 0) return null;
  if (fault === 1) return undefined;
  if (isListType(type)) {
    if (fault === 2) return 'no list';
    return Array.from({ length: g(fc.nat, { max: 2 }) }, () => anyValue(g, schema, type.ofType, depth) ?? null);
  }
  if (isCompositeType(type)) {
    if (depth > MAX_DEPTH + 1) return null;
    const names = isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [type.name];
    return objectOf(g, schema, fault === 2 && isAbstractType(type) ? 'Nobody' : pick(g, names), depth);
  }
  // What is no number is null in JSON, and the writer takes it for null where graphql-js lets it pass for a value.
  if (fault === 2)
    return pick(g, ['PURPLE', 3_000_000_000, ...(type.name === 'Any' ? [] : [Number.NaN]), {}, [], true]);
  return isEnumType(type) ? pick(g, ['RED', 'GREEN']) : scalarOf(g, type.name);
}

function scalarOf(g: GeneratorValue, typename: string): unknown {
  switch (typename) {
    case 'Int':
      return g(fc.integer);
    case 'Float':
      return g(fc.double, { noNaN: true, noDefaultInfinity: true });
    case 'Boolean':
      return g(fc.boolean);
    case 'Any':
      return g(fc.jsonValue) ?? 'any';
    default:
      return g(fc.string, { unit: 'binary' });
  }
}

function pick<Item>(g: GeneratorValue, items: readonly Item[]): Item {
  return items[g(fc.nat, { max: items.length - 1 })] as Item;
}
