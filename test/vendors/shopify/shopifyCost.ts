import {
  type DocumentNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { VendorClock } from '../vendorClock.ts';

const MUTATION_COST = 10;
const CONNECTION_COST = 2;

/**
 * What a request costs at most: one for each object, two and its size for a connection, ten for a mutation.
 *
 * @see https://shopify.dev/docs/api/usage/limits
 */
export function requestedCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  const fragments = new Map(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );

  function costOf(type: GraphQLOutputType, selections: SelectionSetNode): number {
    const parent = getNamedType(type);
    return selections.selections.reduce((sum, selection) => {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition && schema.getType(selection.typeCondition.name.value);
        const on = condition && isObjectType(condition) ? condition : type;
        return sum + costOf(on, selection.selectionSet);
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value);
        const on = fragment && schema.getType(fragment.typeCondition.name.value);
        return fragment && isObjectType(on) ? sum + costOf(on, fragment.selectionSet) : sum;
      }
      const field =
        isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[selection.name.value] : undefined;
      if (!field || !selection.selectionSet || !isCompositeType(getNamedType(field.type))) return sum;
      const inner = costOf(field.type, selection.selectionSet);
      if (/^PageInfo$|Edge$/.test(getNamedType(field.type).name)) return sum + inner;
      if (!getNamedType(field.type).name.endsWith('Connection')) {
        const ids = selection.arguments?.find(({ name }) => name.value === 'ids')?.value;
        const given = ids?.kind === Kind.VARIABLE ? variables[ids.name.value] : undefined;
        const count = Array.isArray(given) ? given.length : ids?.kind === Kind.LIST ? ids.values.length : 1;
        return sum + count * (1 + inner);
      }
      const first = selection.arguments?.find(({ name }) => name.value === 'first')?.value;
      const size =
        first?.kind === Kind.VARIABLE
          ? Number(variables[first.name.value] ?? 0)
          : first?.kind === Kind.INT
            ? Number(first.value)
            : 0;
      // What is inside of a connection is on each of its nodes, which count one themselves; the page's marks are free.
      return sum + CONNECTION_COST + Math.ceil(size * Math.max(1, inner));
    }, 0);
  }

  return document.definitions.reduce((sum, node) => {
    if (node.kind !== Kind.OPERATION_DEFINITION) return sum;
    const root = schema.getRootType(node.operation);
    const base = node.operation === 'mutation' ? MUTATION_COST * node.selectionSet.selections.length : 0;
    return root ? sum + base + costOf(root, node.selectionSet) : sum;
  }, 0);
}

/** The points that an app may spend; they come back with time. */
export class CostBucket {
  readonly #clock: VendorClock;
  readonly #maximum: number;
  readonly #restoreRate: number;
  #available: number;
  #at: number;

  /** @param restoreRate points that come back each second */
  constructor(clock: VendorClock, maximum: number, restoreRate: number) {
    this.#clock = clock;
    this.#maximum = maximum;
    this.#restoreRate = restoreRate;
    this.#available = maximum;
    this.#at = clock.now();
  }

  /** Takes so many points. Returns whether there were as many; if not, none is taken. */
  spend(points: number): boolean {
    const now = this.#clock.now();
    const restored = ((now - this.#at) / 1000) * this.#restoreRate;
    this.#available = Math.min(this.#maximum, this.#available + restored);
    this.#at = now;
    if (points > this.#available) return false;
    this.#available -= points;
    return true;
  }

  get status() {
    return {
      maximumAvailable: this.#maximum,
      currentlyAvailable: Math.floor(this.#available),
      restoreRate: this.#restoreRate,
    };
  }
}
