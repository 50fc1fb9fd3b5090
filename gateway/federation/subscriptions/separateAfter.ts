import {
  type DocumentNode,
  type GraphQLSchema,
  isLeafType,
  Kind,
  print,
  separateOperations,
  type ValueNode,
  visit,
} from 'graphql';
import { mapRootFields } from '../rootFields.ts';
import { type SelectedOperation, selectOperation } from '../selectOperation.ts';
import { hasCursorField } from '../subscriptionRewrite.ts';

/** A subscription apart from where it begins: equal for all who subscribe to the same, wherever they left off. */
export interface SeparatedSubscription extends SelectedOperation {
  /** The document printed, to be compared. */
  readonly text: string;
  /** Names of the variables that are still used. */
  readonly usedVariables: readonly string[];
  /** The value of the root field's `after`. */
  readonly after: ValueNode | undefined;
  /** Whether each event has a cursor, after which the events can be resumed by `after`. */
  readonly isResumable: boolean;
  /** Whether what comes depends on where it begins in a way that no cursor tells, so that it cannot be shared. */
  readonly isUnique: boolean;
}

/**
 * Takes `after` out of a subscription's root field, if it is optional and every event has a `cursor`, as in Sluice's own
 * subscriptions.
 */
export function separateAfter(
  schema: GraphQLSchema,
  { document, operation }: SelectedOperation,
): SeparatedSubscription {
  const fields = schema.getSubscriptionType()?.getFields() ?? {};
  let after: ValueNode | undefined;
  let isResumable = false;
  let isUnique = false;
  const withoutAfter = mapRootFields(withoutOtherOperations(document, operation.name?.value), (field) => {
    const definition = fields[field.name.value];
    const argument = definition?.args.find(({ name }) => name === 'after');
    if (!definition || !argument) return field;
    isResumable = hasCursorField(definition) && isLeafType(argument.type) && argument.defaultValue === undefined;
    isUnique = !isResumable;
    if (isUnique) return field;
    after = field.arguments?.find(({ name }) => name.value === 'after')?.value;
    return { ...field, arguments: (field.arguments ?? []).filter(({ name }) => name.value !== 'after') };
  });
  const separated = withoutUnusedFragments(withoutAfter);
  return {
    ...selectOperation(separated),
    text: print(separated),
    usedVariables: collectVariables(separated),
    after,
    isResumable,
    isUnique,
  };
}

function withoutOtherOperations(document: DocumentNode, name = ''): DocumentNode {
  return separateOperations(document)[name] ?? document;
}

/** Fragments that stood at the root have become part of the operation. */
function withoutUnusedFragments(document: DocumentNode): DocumentNode {
  return Object.values(separateOperations(document))[0] ?? document;
}

function collectVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    [Kind.VARIABLE_DEFINITION]: () => false,
    [Kind.VARIABLE]: ({ name }: { name: { value: string } }) => {
      names.add(name.value);
    },
  });
  return [...names];
}
