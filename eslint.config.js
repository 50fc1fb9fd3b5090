import graphql from '@graphql-eslint/eslint-plugin';

/**
 * A record is what can be addressed from other systems: a type with a `@key`. How many of them there are is not ours to
 * know, so a list of them comes in pages. Inside of a page (`nodes`) the list is bounded.
 */
const recordListsAreConnections = {
  meta: { type: 'problem', docs: { description: 'Lists of records are connections.' }, schema: [] },
  create(context) {
    const records = new Set();
    return {
      Document(document) {
        for (const { name, directives = [] } of document.definitions) {
          if (directives.some((directive) => directive.name.value === 'key')) records.add(name.value);
        }
      },
      FieldDefinition(field) {
        const type = field.rawNode().type;
        const listed = listedType(type);
        if (!records.has(listed) || field.parent.name.value.endsWith('Connection')) return;
        context.report({
          node: field.name,
          message: `The field "${field.name.value}" is a list of records; it must be a connection, \`${listed}Connection\`.`,
        });
      },
    };
  },
};

/** Name of the type that a list is of; undefined when the type is no list. */
function listedType(type, inList = false) {
  if (type.kind === 'NamedType') return inList ? type.name.value : undefined;
  return listedType(type.type, inList || type.kind === 'ListType');
}

/** What the SDL in `schema/` is held to. That the subgraphs fit together is for composition to say. */
export default [
  { ignores: ['schema/supergraph.graphql'] },
  {
    files: ['schema/*.graphql'],
    languageOptions: {
      parser: graphql.parser,
      // All subgraphs as one schema: the plugin knows federation's directives by their `@link`.
      parserOptions: { graphQLConfig: { schema: 'schema/!(supergraph).graphql' } },
    },
    plugins: { graphql, sluice: { rules: { 'record-lists-are-connections': recordListsAreConnections } } },
    rules: {
      'graphql/require-description': [
        'error',
        {
          types: true,
          DirectiveDefinition: true,
          FieldDefinition: true,
          InputValueDefinition: true,
          EnumValueDefinition: true,
          // Every subgraph has its part of these; none can say what the whole is.
          ignoredSelectors: ['[type=ObjectTypeDefinition][name.value=/^(Query|Mutation|Subscription)$/]'],
        },
      ],
      'graphql/no-hashtag-description': 'error',
      'graphql/naming-convention': [
        'error',
        {
          types: 'PascalCase',
          FieldDefinition: 'camelCase',
          InputValueDefinition: 'camelCase',
          Argument: 'camelCase',
          DirectiveDefinition: 'camelCase',
          EnumValueDefinition: 'UPPER_CASE',
        },
      ],
      // `createPayment(input: CreatePaymentInput!)`
      'graphql/input-name': ['error', { checkInputType: true, caseSensitiveInputType: false }],
      'graphql/no-scalar-result-type-on-mutation': 'error',
      'graphql/no-unreachable-types': 'error',
      'graphql/require-deprecation-reason': 'error',
      'graphql/unique-enum-value-names': 'error',
      'graphql/relay-arguments': ['error', { includeBoth: false }],
      'graphql/relay-connection-types': 'error',
      // Lists that are part of a record, such as an order's lines, need no edges; `nodes` is the rule below's.
      'graphql/relay-edge-types': ['error', { shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false }],
      'graphql/relay-page-info': 'error',
      'sluice/record-lists-are-connections': 'error',
    },
  },
];
