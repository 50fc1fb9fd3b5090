import { readFileSync } from 'node:fs';
import type { CodegenConfig } from '@graphql-codegen/cli';
import { type ObjectTypeDefinitionNode, parse } from 'graphql';
import { parse as parseYaml } from 'yaml';

/**
 * Resolver types from the SDL: `npm run codegen` writes `subgraphs/<system>/generated/resolvers.ts`, checked in. Which
 * type stands behind a GraphQL type is told by its name, see {@link mapperOf}; where nothing is told it is the GraphQL
 * type's own shape.
 */
const config: CodegenConfig = {
  generates: Object.fromEntries(
    systems().map((system) => [
      `subgraphs/${system}/generated/resolvers.ts`,
      {
        schema: `schema/${system}.graphql`,
        plugins: ['typescript', 'typescript-resolvers'],
        config: {
          federation: true,
          useTypeImports: true,
          enumsAsTypes: true,
          scalars: {
            DateTime: 'string',
            Decimal: 'string',
            CurrencyCode: 'string',
            Cursor: 'string',
            ID: 'string',
            JSON: 'unknown',
          },
          contextType: '../index.ts#Context',
          mappers: mappers(system),
          immutableTypes: true,
          emitLegacyCommonJSImports: false,
          importExtension: '.ts',
        },
      },
    ]),
  ),
};

export default config;

/** Those of `rover.yaml` whose adapter is ours. */
function systems(): readonly string[] {
  const { subgraphs } = parseYaml(readFileSync('rover.yaml', 'utf8')) as {
    subgraphs: Record<string, { routing_url?: string }>;
  };
  return Object.entries(subgraphs).flatMap(([name, { routing_url }]) =>
    routing_url?.startsWith('local://') ? [name] : [],
  );
}

function mappers(system: string): Record<string, string> {
  const records = exportedTypes(`subgraphs/${system}/records.ts`);
  const { definitions } = parse(readFileSync(`schema/${system}.graphql`, 'utf8'));
  const types = definitions.filter((node) => node.kind === 'ObjectTypeDefinition');
  return Object.fromEntries(
    types.flatMap((type) => {
      const mapper = mapperOf(type, records);
      return mapper ? [[type.name.value, mapper]] : [];
    }),
  );
}

/**
 * The record of the system's `records.ts` that has the type's name, such as `ContactRecord` for `Contact`; else what the
 * kit has for amounts of money, for changes, and for entities of which this system knows the key only.
 */
function mapperOf(type: ObjectTypeDefinitionNode, records: ReadonlySet<string>): string | undefined {
  const name = type.name.value;
  const record = [`${name}Record`, `${name}Reference`].find((candidate) => records.has(candidate));
  if (record) return `../records.ts#${record}`;
  if (name === 'Money') return '../../kit/money.ts#MinorUnits';
  if (name === 'ChangedRecord') return '../../kit/changes/changedRecord.ts#ChangedRecordReference';
  if (name.endsWith('Change')) return '../../kit/changes/changeSubscription.ts#ChangePayload';
  const isEntity = type.directives?.some((directive) => directive.name.value === 'key');
  return isEntity ? '../../kit/entityReference.ts#EntityReference' : undefined;
}

function exportedTypes(file: string): ReadonlySet<string> {
  const declarations = readFileSync(file, 'utf8').matchAll(/^export (?:interface|type) (\w+)/gm);
  return new Set([...declarations].map(([, name = '']) => name));
}
