import { type ConstDirectiveNode, type DocumentNode, type FieldNode, Kind, parse, print, visit } from 'graphql';

/**
 * The prefix under which a subgraph is asked for a field whose response name would hide a field that the plan needs.
 */
const PREFIX = 'sluice__';

/** What is before the client's response name, or the field's own name, in a name of the plan. */
const PLANNED_NAME = /^sluice__(?:(?:requires)?\d+__)?/;

/** The names of fields that plans read back from answers. */
export type RequiredFields = ReadonlySet<string>;

/**
 * Finds the fields that plans read back from answers: those of every `@key`, `@requires` and `@fromContext` selection,
 * and `__typename`.
 *
 * @see https://specs.apollo.dev/join/v0.5/#@field
 */
export function collectRequiredFields(supergraph: DocumentNode): RequiredFields {
  const fields = new Set(['__typename']);
  visit(supergraph, {
    Directive: (directive) => {
      for (const selection of requiredSelections(directive as ConstDirectiveNode)) {
        visit(parseSelection(selection), { Field: ({ name }) => void fields.add(name.value) });
      }
    },
  });
  return fields;
}

/** Keys are written without the outer braces, selections of contexts mostly with them. */
function parseSelection(selection: string): DocumentNode {
  return parse(selection.trimStart().startsWith('{') ? selection : `{ ${selection} }`, { noLocation: true });
}

function* requiredSelections(directive: ConstDirectiveNode): Generator<string> {
  for (const argument of directive.arguments ?? []) {
    const coordinate = `${directive.name.value}.${argument.name.value}`;
    if (coordinate === 'join__type.key' || coordinate === 'join__field.requires') {
      if (argument.value.kind === Kind.STRING) yield argument.value.value;
    } else if (coordinate === 'join__field.contextArguments' && argument.value.kind === Kind.LIST) {
      for (const context of argument.value.values) {
        if (context.kind !== Kind.OBJECT) continue;
        const selection = context.fields.find((field) => field.name.value === 'selection')?.value;
        if (selection?.kind === Kind.STRING) yield selection.value;
      }
    }
  }
}

/** Under which names the plan of one operation asks for its fields. */
export interface PlannedNames {
  readonly requiredFields: RequiredFields;
  /** Response names that the operation uses for different fields or arguments, with what they stand for in each case. */
  readonly meanings: ReadonlyMap<string, readonly string[]>;
}

/**
 * Finds the response names that do not mean the same throughout an operation, as in `... on Movie { stars(scale: 5) }
 * ... on Book { stars(scale: 10) }`.
 */
export function planResponseNames(document: DocumentNode, requiredFields: RequiredFields): PlannedNames {
  const meanings = new Map<string, string[]>();
  visit(document, {
    Field: (field) => {
      const name = responseName(field);
      const known = meanings.get(name) ?? [];
      const meaning = meaningOf(field);
      if (!known.includes(meaning)) meanings.set(name, [...known, meaning]);
    },
  });
  return { requiredFields, meanings: new Map([...meanings].filter(([, known]) => known.length > 1)) };
}

/**
 * The name under which the plan asks for a field of the client. It differs from the client's own in three cases:
 * - it would stand where the plan expects a required field: the planner merges `price(currency: "EUR")` or `price: name`
 *   with the `price` that another subgraph's `@requires` needs, and sends on the wrong value without a word;
 * - it means something else elsewhere in the operation: where a subgraph knows an interface as one object, the planner
 *   asks it for the fields of one concrete type on behalf of all;
 * - it begins like the names that are given here.
 */
export function plannedResponseName(field: FieldNode, { requiredFields, meanings }: PlannedNames): string {
  const name = responseName(field);
  const isPlain = name === field.name.value && (field.arguments?.length ?? 0) === 0;
  if (isPlain && requiredFields.has(name)) return name;
  const index = meanings.get(name)?.indexOf(meaningOf(field)) ?? 0;
  if (index > 0) return `${PREFIX}${index}__${name}`;
  return requiredFields.has(name) || name.startsWith(PREFIX) ? PREFIX + name : name;
}

/** Gives every field of the operation its {@link plannedResponseName}. */
export function withPlannedResponseNames(document: DocumentNode, names: PlannedNames): DocumentNode {
  return visit(document, {
    Field: (field) => {
      const planned = plannedResponseName(field, names);
      if (planned === responseName(field)) return undefined;
      return { ...field, alias: { kind: Kind.NAME, value: planned } };
    },
  });
}

/** Translates a key of an error's path, as a subgraph reports it, back to the client's response name. */
export function clientResponseName(key: string | number): string | number {
  return typeof key === 'string' && key.startsWith(PREFIX) ? key.replace(PLANNED_NAME, '') : key;
}

function responseName({ alias, name }: FieldNode): string {
  return alias?.value ?? name.value;
}

function meaningOf(field: FieldNode): string {
  return `${field.name.value}(${(field.arguments ?? []).map(print).sort().join(',')})`;
}
