import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLObjectType,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import { LeastRecentlyUsed } from '../leastRecentlyUsed.ts';
import type { DataObject } from '../mergeData.ts';
import type { PlannedNames } from '../responseNames.ts';
import { conditionVariables } from './collectFields.ts';
import { introspect } from './introspect.ts';
import { compileObjectWriter, type ObjectWriter } from './objectWriter.ts';
import type { WriterScope } from './valueWriter.ts';
import { type CompletionProblem, WriteState, type WriteStateOptions } from './writeState.ts';

/** How many combinations of `@skip` and `@include` one operation keeps compiled. */
const MAX_VARIANTS = 32;

/** An operation whose answers are to be written. */
export interface WrittenOperation {
  /** The API schema; what it lacks never reaches the client. */
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Under which names the data holds the fields. */
  readonly names: PlannedNames;
}

/** Merged data and what is known of it. */
export interface WritableData extends WriteStateOptions {
  readonly data: DataObject;
}

/** A completed value as JSON; null when an error made it so. */
export interface Written {
  readonly text: string | null;
  /** Whether each character of the text is one byte. */
  readonly isAscii: boolean;
  /** What went wrong on the way, in the order of the answer's fields. */
  readonly problems: readonly CompletionProblem[];
}

/**
 * Writes the answers of one operation: merged data becomes JSON in one pass, with the client's response names in its
 * order, values completed by the API schema, nulls propagated, introspection answered.
 *
 * Code is compiled when it is first needed, for each combination of the variables that `@skip` and `@include` ask.
 *
 * @see https://spec.graphql.org/October2021/#sec-Value-Completion
 */
export class ResponseWriter {
  readonly #operation: WrittenOperation;
  readonly #conditions: readonly string[];
  readonly #variants = new LeastRecentlyUsed<string, ObjectWriter>(MAX_VARIANTS);

  constructor(operation: WrittenOperation) {
    this.#operation = operation;
    this.#conditions = conditionVariables(operation.document);
  }

  write({ data, ...options }: WritableData): Written {
    const state = new WriteState(options);
    const text = this.#variant(options.variables)(data, state.path.length, state) ?? null;
    return { text, isAscii: state.isAscii, problems: state.problems };
  }

  #variant(variables: Readonly<Record<string, unknown>>): ObjectWriter {
    const key = this.#conditions.map((name) => (variables[name] === true ? '1' : '0')).join('');
    const known = this.#variants.get(key);
    if (known) return known;
    const writer = this.#compile(variables);
    this.#variants.set(key, writer);
    return writer;
  }

  #compile(variables: Readonly<Record<string, unknown>>): ObjectWriter {
    const { schema, operation, fragments, names } = this.#operation;
    const rootType = schema.getRootType(operation.operation);
    if (!rootType) throw new Error(`The schema has no ${operation.operation} type.`);
    const scope: WriterScope = {
      schema,
      fragments,
      variables,
      names,
      compileObject: (type: GraphQLObjectType, nodes: readonly FieldNode[]) =>
        compileObjectWriter(
          scope,
          type,
          nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
        ),
      introspect: (nodes, values) => introspect(this.#operation, nodes, values),
    };
    return compileObjectWriter(scope, rootType, [operation.selectionSet]);
  }
}
