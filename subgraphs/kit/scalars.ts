import { code as findCurrency } from 'currency-codes';
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { GraphQLDateTimeISO, GraphQLJSON } from 'graphql-scalars';

/** A text in ISO 8601 in UTC, inside as outside. Other offsets are accepted, and turned into UTC. */
const DateTime = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  serialize: (value) => GraphQLDateTimeISO.serialize(value),
  parseValue: toIsoText,
  parseLiteral: (node) => toIsoText(node.kind === Kind.STRING ? node.value : node.kind),
});

const Decimal = textScalar(
  'Decimal',
  (value) => /^-?\d+(\.\d+)?$/.test(value),
  'a decimal number as a string, such as "12.50"',
);

const CurrencyCode = textScalar(
  'CurrencyCode',
  (value) => /^[A-Z]{3}$/.test(value) && findCurrency(value) !== undefined,
  'a currency code of ISO 4217, such as "EUR"',
);

const Cursor = textScalar('Cursor', (value) => value.length > 0, 'a cursor from a change, or from `changeCursor`');

/** The scalars that every subgraph may use; the SDL declares those that it does. */
export const scalars: Readonly<Record<string, GraphQLScalarType>> = {
  DateTime,
  Decimal,
  CurrencyCode,
  Cursor,
  JSON: GraphQLJSON,
};

function toIsoText(value: unknown): string {
  return GraphQLDateTimeISO.parseValue(value).toISOString();
}

function textScalar(
  name: string,
  accepts: (value: string) => boolean,
  expected: string,
): GraphQLScalarType<string, string> {
  function check(value: unknown): string {
    if (typeof value === 'string' && accepts(value)) return value;
    throw new GraphQLError(`${name} must be ${expected}, not ${JSON.stringify(value)}.`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  return new GraphQLScalarType<string, string>({
    name,
    serialize: check,
    parseValue: check,
    parseLiteral: (node: ValueNode) => check(node.kind === Kind.STRING ? node.value : node.kind),
  });
}
