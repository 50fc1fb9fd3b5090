import { GraphQLSchema, isObjectType, Kind, type OperationDefinitionNode, OperationTypeNode } from 'graphql';
import { type DeferredFragment, type DeferringOperation, withoutFragments } from './deferredFragments.ts';
import type { DeferredPart, PreparedPlan } from './preparedPlan.ts';
import type { PlannedNames } from './responseNames.ts';
import { ResponseWriter } from './writer/responseWriter.ts';

/** By operation and plan, so that what is compiled for one request serves the next. */
const known = new WeakMap<DeferringOperation, WeakMap<PreparedPlan, DeferredWriters>>();

/** What writes the answers of an operation that defers, for one plan of it. */
export function deferredWriters(
  schema: GraphQLSchema,
  deferring: DeferringOperation,
  plan: PreparedPlan,
): DeferredWriters {
  const ofOperation = known.get(deferring) ?? new WeakMap<PreparedPlan, DeferredWriters>();
  known.set(deferring, ofOperation);
  const writers = ofOperation.get(plan) ?? new DeferredWriters(schema, deferring, plan.names);
  ofOperation.set(plan, writers);
  return writers;
}

/** Each is compiled when it is first needed. */
export class DeferredWriters {
  readonly #schema: GraphQLSchema;
  readonly #operation: OperationDefinitionNode;
  readonly #names: PlannedNames;
  readonly #writers = new Map<string, ResponseWriter>();

  constructor(schema: GraphQLSchema, deferring: DeferringOperation, names: PlannedNames) {
    this.#schema = schema;
    this.#operation = deferring.selected.operation;
    this.#names = names;
  }

  /** Writes the first answer, without what `later` brings. */
  initial(later: readonly DeferredPart[]): ResponseWriter {
    return this.#find('', () => this.#compile(this.#schema, this.#operation, later));
  }

  /** Writes a fragment of an object of type `typeName`, without what `later` brings. */
  fragment({ id, selectionSet }: DeferredFragment, typeName: string, later: readonly DeferredPart[]): ResponseWriter {
    return this.#find(`${id} ${typeName}`, () => {
      const operation = { ...this.#operation, operation: OperationTypeNode.QUERY, selectionSet };
      return this.#compile(schemaRootedAt(this.#schema, typeName), operation, later);
    });
  }

  #find(key: string, compile: () => ResponseWriter): ResponseWriter {
    const found = this.#writers.get(key) ?? compile();
    this.#writers.set(key, found);
    return found;
  }

  #compile(schema: GraphQLSchema, whole: OperationDefinitionNode, later: readonly DeferredPart[]): ResponseWriter {
    const selectionSet = withoutFragments(whole.selectionSet, new Set(later.map(({ id }) => id)));
    const operation = { ...whole, selectionSet };
    const document = { kind: Kind.DOCUMENT, definitions: [operation] } as const;
    return new ResponseWriter({ schema, document, operation, fragments: new Map(), names: this.#names });
  }
}

const rootedSchemas = new WeakMap<GraphQLSchema, Map<string, GraphQLSchema>>();

/** The same schema with another type for queries, so that an object of that type is completed as an answer is. */
function schemaRootedAt(schema: GraphQLSchema, typeName: string): GraphQLSchema {
  const rooted = rootedSchemas.get(schema) ?? new Map<string, GraphQLSchema>();
  rootedSchemas.set(schema, rooted);
  const type = schema.getType(typeName);
  const known = rooted.get(typeName);
  if (known || !isObjectType(type)) return known ?? schema;
  const made = new GraphQLSchema({ ...schema.toConfig(), query: type, assumeValid: true });
  rooted.set(typeName, made);
  return made;
}
