import type { DocumentNode } from 'graphql';
import { SluiceError } from '../../subgraphs/kit/errors.ts';

/** What the SDL of every system has in common. */
const SHARED: ReadonlySet<string> = new Set(['Customer', 'PageInfo', 'ChangeKind', 'DateTime', 'Cursor']);
/** Types to which each system adds fields of its own. */
const OPEN: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription', 'Customer', 'ChangedRecord']);
const KEYS: ReadonlySet<string> = new Set(['Customer.id', 'ChangedRecord.type', 'ChangedRecord.id']);

/** A subgraph's SDL. */
interface NamedSdl {
  readonly name: string;
  readonly typeDefs: DocumentNode;
}

/**
 * Composition would merge a type of the same name into one, or complain of its fields one by one.
 *
 * @throws SluiceError `CONFIGURATION_INVALID` when the new SDL has a type, root field or field of a customer that another
 * subgraph has
 */
export function refuseTakenTypes(added: DocumentNode, subgraphs: readonly NamedSdl[]): void {
  const wanted = coordinates(added);
  for (const { name, typeDefs } of subgraphs) {
    const taken = [...coordinates(typeDefs)].find((coordinate) => wanted.has(coordinate));
    if (taken === undefined) continue;
    throw new SluiceError(
      'CONFIGURATION_INVALID',
      `The subgraph ${name} has ${taken} already. Give the new system's records another type with --record.`,
    );
  }
}

/** `Reward`, `Query.rewards`: what only one system may have. */
function coordinates({ definitions }: DocumentNode): ReadonlySet<string> {
  return new Set(
    definitions.flatMap((node) => {
      if (!('name' in node) || !node.name || !('fields' in node || 'values' in node)) return [];
      const type = node.name.value;
      if (!OPEN.has(type)) return SHARED.has(type) ? [] : [type];
      const fields = node.kind === 'ObjectTypeDefinition' ? (node.fields ?? []) : [];
      return fields.map((field) => `${type}.${field.name.value}`).filter((field) => !KEYS.has(field));
    }),
  );
}
