import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { LeastRecentlyUsed } from './leastRecentlyUsed.ts';
import type { SelectedOperation } from './selectOperation.ts';

type DeferredStep = FieldNode | readonly string[];

/** A fragment with `@defer` that counts. */
export interface DeferredFragment {
  /** Names the fragment in the plan. */
  readonly id: string;
  /** The client's label. */
  readonly label: string | undefined;
  /** Leads to the objects that the fragment is about: fields, and the names of the types that count where they are. */
  readonly path: readonly DeferredStep[];
  /** The type of these objects, as the schema has it. */
  readonly typeName: string;
  readonly selectionSet: SelectionSetNode;
}

/** An operation in which every fragment stands where it is used, and each `@defer` that counts has a label of its own. */
export interface DeferringOperation {
  readonly selected: SelectedOperation;
  readonly fragments: readonly DeferredFragment[];
}

const DEFER = 'defer';

const mentioning = new WeakMap<SelectedOperation['document'], boolean>();

/** Whether anything in a document is deferred; looked up once for each document. */
export function mentionsDefer({ document }: Pick<SelectedOperation, 'document'>): boolean {
  const known = mentioning.get(document);
  if (known !== undefined) return known;
  let mentions = false;
  visit(document, {
    Directive: ({ name }) => {
      mentions ||= name.value === DEFER;
    },
  });
  mentioning.set(document, mentions);
  return mentions;
}

/** Leaves `@defer` out of a document: everything is answered at once. */
export function withoutDefer<Node extends SelectionSetNode | SelectedOperation['document']>(node: Node): Node {
  return visit(node, { Directive: ({ name }) => (name.value === DEFER ? null : undefined) }) as Node;
}

/** What was read of a document: operations by their names and by the conditions of their `@defer`. */
interface Readings {
  /** The variables that are conditions. */
  readonly conditions: readonly string[];
  readonly made: LeastRecentlyUsed<string, DeferringOperation>;
}

/** Readings kept of one document: its conditions have more combinations than memory holds, and clients choose them. */
const MAX_READINGS = 50;

const readings = new WeakMap<GraphQLSchema, WeakMap<SelectedOperation['document'], Readings>>();

/**
 * Reads what an operation defers, given its variables: once for each choice of those that are conditions. The fields of a
 * mutation itself are never deferred: they run one after the other.
 *
 * @see https://github.com/graphql/graphql-spec/blob/main/rfcs/DeferStream.md
 */
export function readDeferredFragments(
  schema: GraphQLSchema,
  selected: SelectedOperation,
  variables: Readonly<Record<string, unknown>>,
): DeferringOperation {
  const ofSchema = readings.get(schema) ?? new WeakMap<SelectedOperation['document'], Readings>();
  readings.set(schema, ofSchema);
  const ofDocument = ofSchema.get(selected.document) ?? {
    conditions: conditionsOf(selected),
    made: new LeastRecentlyUsed(MAX_READINGS),
  };
  ofSchema.set(selected.document, ofDocument);
  const choices = ofDocument.conditions.map((name) => (variables[name] === false ? '0' : '1'));
  const key = `${selected.operation.name?.value ?? ''} ${choices.join('')}`;
  const known = ofDocument.made.get(key);
  if (known) return known;
  const reading = read(schema, selected, variables);
  ofDocument.made.set(key, reading);
  return reading;
}

function conditionsOf({ document }: SelectedOperation): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: ({ name, arguments: given = [] }) => {
      const condition = given.find((argument) => argument.name.value === 'if')?.value;
      if (name.value === DEFER && condition?.kind === Kind.VARIABLE) names.add(condition.name.value);
    },
  });
  return [...names];
}

function read(
  schema: GraphQLSchema,
  { operation, fragments }: SelectedOperation,
  variables: Readonly<Record<string, unknown>>,
): DeferringOperation {
  const reader = new FragmentReader(schema, fragments, variables);
  const rootType = schema.getRootType(operation.operation);
  if (!rootType) throw new Error(`The schema has no ${operation.operation} type.`);
  const isMutation = operation.operation === OperationTypeNode.MUTATION;
  const selectionSet = reader.read(operation.selectionSet, rootType, [], !isMutation);
  const inlined = { ...operation, selectionSet };
  const document = { kind: Kind.DOCUMENT, definitions: [inlined] } as const;
  return { selected: { document, operation: inlined, fragments: new Map() }, fragments: reader.found };
}

class FragmentReader {
  readonly found: DeferredFragment[] = [];
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #variables: Readonly<Record<string, unknown>>;

  constructor(
    schema: GraphQLSchema,
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    variables: Readonly<Record<string, unknown>>,
  ) {
    this.#schema = schema;
    this.#fragments = fragments;
    this.#variables = variables;
  }

  read(
    set: SelectionSetNode,
    type: GraphQLNamedType,
    path: readonly DeferredStep[],
    mayDefer = true,
  ): SelectionSetNode {
    return {
      ...set,
      selections: set.selections.flatMap((selection) => this.#readOne(selection, type, path, mayDefer)),
    };
  }

  #readOne(
    selection: SelectionNode,
    type: GraphQLNamedType,
    path: readonly DeferredStep[],
    mayDefer: boolean,
  ): SelectionNode[] {
    if (selection.kind === Kind.FIELD) {
      const definition =
        isObjectType(type) || isInterfaceType(type) ? type.getFields()[selection.name.value] : undefined;
      if (!definition || !selection.selectionSet) return [selection];
      const selectionSet = this.read(selection.selectionSet, getNamedType(definition.type), [...path, selection]);
      return [{ ...selection, selectionSet }];
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragments.get(selection.name.value);
    if (!fragment) return [];
    const condition = fragment.typeCondition && this.#schema.getType(fragment.typeCondition.name.value);
    const within = condition && condition !== type ? [...path, this.#typesOf(condition)] : path;
    const defer = selection.directives?.find(({ name }) => name.value === DEFER);
    const others = (selection.directives ?? []).filter((directive) => directive !== defer);
    const counts = mayDefer && defer !== undefined && this.#isOn(defer);
    const inner = this.read(fragment.selectionSet, condition ?? type, within, mayDefer);
    const { typeCondition } = fragment;
    const inlined = {
      kind: Kind.INLINE_FRAGMENT,
      ...(typeCondition ? { typeCondition } : {}),
      directives: others,
      selectionSet: inner,
    } as const;
    if (!counts) return [inlined];
    const id = String(this.found.length);
    const label = defer.arguments?.find(({ name }) => name.value === 'label')?.value;
    const selectionSet = { kind: Kind.SELECTION_SET, selections: [inlined] } as const;
    this.found.push({
      id,
      label: label?.kind === Kind.STRING ? label.value : undefined,
      path: within,
      typeName: (condition ?? type).name,
      selectionSet,
    });
    return [{ ...inlined, directives: [...others, deferAs(id)] }];
  }

  #typesOf(type: GraphQLNamedType): readonly string[] {
    return isAbstractType(type) ? this.#schema.getPossibleTypes(type).map(({ name }) => name) : [type.name];
  }

  #isOn(defer: DirectiveNode): boolean {
    const value = defer.arguments?.find(({ name }) => name.value === 'if')?.value;
    if (value?.kind === Kind.VARIABLE) return this.#variables[value.name.value] !== false;
    return value?.kind !== Kind.BOOLEAN || value.value;
  }
}

function deferAs(id: string): DirectiveNode {
  const argument = {
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: 'label' },
    value: { kind: Kind.STRING, value: id },
  } as const;
  return { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: DEFER }, arguments: [argument] };
}

/** Leaves out the fragments that come later, and `@defer` of those that the plan brings at once. */
export function withoutFragments(set: SelectionSetNode, later: ReadonlySet<string>): SelectionSetNode {
  return withoutDefer(
    visit(set, {
      InlineFragment: ({ directives = [] }) => {
        const defer = directives.find(({ name }) => name.value === DEFER);
        const value = defer?.arguments?.find(({ name }) => name.value === 'label')?.value;
        return value?.kind === Kind.STRING && later.has(value.value) ? null : undefined;
      },
    }) as SelectionSetNode,
  );
}
