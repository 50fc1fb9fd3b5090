import {
  type Schema as FederationSchema,
  ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  Supergraph,
} from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { type DocumentNode, GraphQLError, type GraphQLSchema, parse, Source } from 'graphql';
import { SluiceError } from '../../subgraphs/kit/errors.ts';
import { type AccessRules, collectAccessRules } from './accessRules.ts';
import { collectInterfaceObjectFields, type InterfaceObjectFields } from './interfaceObjectFields.ts';
import type { LeastRecentlyUsed } from './leastRecentlyUsed.ts';
import { collectOverrideLabels, type OverrideLabels } from './overrideLabels.ts';
import { createPlanCache } from './planCache.ts';
import { preferResolvableKeys } from './preferResolvableKeys.ts';
import type { PreparedPlan } from './preparedPlan.ts';
import { type RequiredVariants, separateRequiredArguments } from './requiredArguments.ts';
import { collectRequirements, type Requirements } from './requirements.ts';
import { collectRequiredFields, type RequiredFields } from './responseNames.ts';
import { collectTypeConditions, type TypeConditions } from './typeConditions.ts';

/**
 * Everything that is derived from one supergraph, frozen. A request keeps the state that it was validated with until
 * it ends, so that a reload never mixes two supergraphs in one request.
 */
export interface SupergraphState {
  readonly supergraphSdl: string;
  /** What clients see: without `@inaccessible` elements and without the machinery of federation. */
  readonly apiSchema: GraphQLSchema;
  /** The same schema, as the planner reads operations. */
  readonly planningSchema: FederationSchema;
  readonly planner: QueryPlanner;
  /** The subgraphs' URLs by name, from the `join__Graph` enum. */
  readonly subgraphs: ReadonlyMap<string, string>;
  readonly typeConditions: TypeConditions;
  /** The fields that plans read back from answers. */
  readonly requiredFields: RequiredFields;
  /** Fields that the planner knows by another name for each set of arguments that they are required with. */
  readonly requiredVariants: RequiredVariants;
  readonly requirements: Requirements;
  readonly overrideLabels: OverrideLabels;
  /** What callers must be to see some of it; undefined when all may see all. */
  readonly accessRules: AccessRules | undefined;
  readonly interfaceObjectFields: InterfaceObjectFields;
  readonly plans: LeastRecentlyUsed<string, PreparedPlan>;
}

/**
 * Prepares a supergraph for planning and execution. Pure and slow: about as long as composing it.
 *
 * @throws SluiceError `CONFIGURATION_INVALID` when the text is no supergraph that can be served, with what is wrong
 * and where.
 * @see https://specs.apollo.dev/join/v0.5/
 */
export function loadSupergraph(supergraphSdl: string): SupergraphState {
  const document = parseSupergraph(supergraphSdl);
  try {
    const { document: separated, variants } = separateRequiredArguments(preferResolvableKeys(document));
    const supergraph = buildSupergraph(separated);
    const planningSchema = supergraph.apiSchema();
    // Clients do not see the names that the separation made.
    const clientSchema = variants.size === 0 ? planningSchema : buildSupergraph(document).apiSchema();
    return Object.freeze({
      supergraphSdl,
      apiSchema: clientSchema.toGraphQLJSSchema({ includeDefer: true }),
      planningSchema,
      // Without it, `... on Movie { owner { picture(size: 1) } } ... on Book { owner { picture(size: 2) } }` is fetched
      // for the owners of both, twice, and the second answer is lost.
      planner: new QueryPlanner(supergraph, {
        typeConditionedFetching: true,
        incrementalDelivery: { enableDefer: true },
      }),
      subgraphs: new Map(supergraph.subgraphsMetadata().map(({ name, url }) => [name, url])),
      typeConditions: collectTypeConditions(supergraph.schema),
      requiredFields: collectRequiredFields(separated),
      requiredVariants: variants,
      requirements: collectRequirements(separated),
      overrideLabels: collectOverrideLabels(separated, collectRequiredFields(separated)),
      accessRules: collectAccessRules(document),
      interfaceObjectFields: collectInterfaceObjectFields(separated),
      plans: createPlanCache(),
    });
  } catch (cause) {
    throw invalidSupergraph(cause);
  }
}

function buildSupergraph(document: DocumentNode): Supergraph {
  return Supergraph.build(document, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
}

function parseSupergraph(supergraphSdl: string): DocumentNode {
  try {
    return parse(new Source(supergraphSdl, 'supergraph'));
  } catch (cause) {
    throw invalidSupergraph(cause);
  }
}

function invalidSupergraph(cause: unknown): SluiceError {
  return new SluiceError('CONFIGURATION_INVALID', `The supergraph cannot be served: ${describe(cause)}`, { cause });
}

/** One line for each fault: federation-internals collects several in the `causes` of one error. */
function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const causes = (cause as { causes?: unknown }).causes;
  if (Array.isArray(causes) && causes.length > 0) return causes.map(describe).join('\n');
  const location = cause instanceof GraphQLError ? cause.locations?.[0] : undefined;
  return location ? `${cause.message} (line ${location.line}, column ${location.column})` : cause.message;
}
