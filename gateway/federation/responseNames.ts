import { type ConstDirectiveNode, type DocumentNode, type FieldNode, Kind, parse, visit } from 'graphql';

/**
 * The prefix under which a subgraph is asked for a field whose response name would hide a field that the plan needs.
 */
const PREFIX = 'sluice__';

/** The names of fields that plans read back from answers, and whether one is ever required with arguments. */
export type RequiredFields = ReadonlyMap<string, { readonly hasArguments: boolean }>;

/**
 * Finds the fields that plans read back from answers: those of every `@key`, `@requires` and `@fromContext` selection,
 * and `__typename`.
 *
 * @see https://specs.apollo.dev/join/v0.5/#@field
 */
export function collectRequiredFields(supergraph: DocumentNode): RequiredFields {
  const fields = new Map([['__typename', { hasArguments: false }]]);
  visit(supergraph, {
    Directive: (directive) => {
      for (const selection of requiredSelections(directive as ConstDirectiveNode)) {
        visit(parseSelection(selection), {
          Field: ({ name: { value: name }, arguments: required = [] }) => {
            fields.set(name, { hasArguments: required.length > 0 || (fields.get(name)?.hasArguments ?? false) });
          },
        });
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

/**
 * The name under which the plan asks for a field of the client. It differs from the client's own when that would
 * stand where the plan expects a required field: the planner merges `price(currency: "EUR")` or `price: name` with
 * the `price` that another subgraph's `@requires` needs, and sends on the wrong value without a word.
 */
export function plannedResponseName(field: FieldNode, requiredFields: RequiredFields): string {
  const name = field.alias?.value ?? field.name.value;
  const required = requiredFields.get(name);
  if (!required) return name;
  const isPlain = name === field.name.value && (field.arguments?.length ?? 0) === 0;
  return isPlain && !required.hasArguments ? name : PREFIX + name;
}

/** Gives every field of the operation its {@link plannedResponseName}. */
export function withPlannedResponseNames(document: DocumentNode, requiredFields: RequiredFields): DocumentNode {
  return visit(document, {
    Field: (field) => {
      const planned = plannedResponseName(field, requiredFields);
      if (planned === (field.alias?.value ?? field.name.value)) return undefined;
      return { ...field, alias: { kind: Kind.NAME, value: planned } };
    },
  });
}

/** Translates a key of an error's path, as a subgraph reports it, back to the client's response name. */
export function clientResponseName(key: string | number): string | number {
  return typeof key === 'string' && key.startsWith(PREFIX) ? key.slice(PREFIX.length) : key;
}
