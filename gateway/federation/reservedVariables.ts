import { type DocumentNode, Kind, visit } from 'graphql';

/** What the planner calls variables of its own: the entities asked for, and the values of `@fromContext` arguments. */
const RESERVED = /^(?:representations(?:_\d+)?$|contextualArgument_|sluice__)/;

const PREFIX = 'sluice__';

/** The name of a client's variable within plans, where some names mean something else. */
function plannedVariableName(name: string): string {
  return RESERVED.test(name) ? PREFIX + name : name;
}

/** Gives every variable of the operation its {@link plannedVariableName}. */
export function withPlannedVariableNames(document: DocumentNode): DocumentNode {
  const declaresReserved = document.definitions.some(
    (definition) =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      definition.variableDefinitions?.some(({ variable }) => RESERVED.test(variable.name.value)),
  );
  if (!declaresReserved) return document;
  return visit(document, {
    Variable: (variable) => ({
      ...variable,
      name: { kind: Kind.NAME, value: plannedVariableName(variable.name.value) },
    }),
  });
}

/** The values of variables under the names that plans know. */
export function withPlannedVariables(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (!Object.keys(values).some((name) => RESERVED.test(name))) return values;
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [plannedVariableName(name), value]));
}
