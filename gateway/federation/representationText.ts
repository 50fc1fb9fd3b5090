import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { type DataObject, isDataObject, typenameOf } from './mergeData.ts';
import type { PreparedFetch } from './preparedPlan.ts';
import { selectRepresentation } from './representations.ts';
import type { TypeConditions } from './typeConditions.ts';

/** What a representation holds of an object of one type. */
interface PlainRequirement {
  readonly typeCondition: string;
  readonly fields: readonly PlainField[];
}

interface PlainField {
  readonly name: string;
  /** `"name":`, after a comma unless it is the first. */
  readonly label: string;
  readonly fields: readonly PlainField[] | undefined;
}

const plainRequirements = new WeakMap<PreparedFetch, readonly PlainRequirement[] | undefined>();

/**
 * Writes the representation of an entity as JSON: equal ones are equal texts, and the text goes into the request as it
 * is. Undefined where `selectRepresentation` finds none.
 *
 * @param isPlain no string of the entity needs escaping
 */
export function representationText(
  fetch: PreparedFetch,
  entity: DataObject,
  typeConditions: TypeConditions,
  isPlain: boolean,
): string | undefined {
  const typename = typenameOf(entity);
  const plain = typename === undefined ? undefined : requirementsOf(fetch);
  if (typename !== undefined && plain) {
    const applying = plain.filter(({ typeCondition }) => typeConditions.satisfies(typename, typeCondition));
    const [only, ...others] = applying;
    if (!only) return undefined;
    if (others.length === 0) return writeFields(entity, only.fields, isPlain);
  }
  const representation = selectRepresentation(fetch, entity, typeConditions);
  return representation && JSON.stringify(representation);
}

/**
 * The names in the representations of entities of one type; undefined when they may hold objects, or depend on more than
 * these members.
 */
export function scalarRequirement(
  fetch: PreparedFetch,
  typename: string,
  typeConditions: TypeConditions,
): readonly string[] | undefined {
  const applying = requirementsOf(fetch)?.filter(({ typeCondition }) =>
    typeConditions.satisfies(typename, typeCondition),
  );
  const [only, ...others] = applying ?? [];
  if (!only || others.length > 0 || only.fields.some(({ fields }) => fields)) return undefined;
  return [...new Set(only.fields.map(({ name }) => name))];
}

/** The requirements of nearly all fetches: fragments of nothing but fields, and nothing to rewrite. */
function requirementsOf(fetch: PreparedFetch): readonly PlainRequirement[] | undefined {
  if (!plainRequirements.has(fetch)) plainRequirements.set(fetch, toPlainRequirements(fetch));
  return plainRequirements.get(fetch);
}

function toPlainRequirements({ requires = [], inputRewrites }: PreparedFetch): readonly PlainRequirement[] | undefined {
  if (inputRewrites.length > 0) return undefined;
  const requirements: PlainRequirement[] = [];
  for (const fragment of requires) {
    if (fragment.kind !== 'InlineFragment' || fragment.typeCondition === undefined) return undefined;
    const fields = toPlainFields(fragment.selections);
    if (!fields?.some(({ name }) => name === '__typename')) return undefined;
    requirements.push({ typeCondition: fragment.typeCondition, fields });
  }
  return requirements;
}

function toPlainFields(selections: readonly QueryPlanSelectionNode[]): readonly PlainField[] | undefined {
  const fields: PlainField[] = [];
  for (const selection of selections) {
    if (selection.kind !== 'Field' || selection.name in Object.prototype) return undefined;
    const inner = selection.selections && toPlainFields(selection.selections);
    if (selection.selections && !inner) return undefined;
    const label = `${fields.length === 0 ? '' : ','}"${selection.name}":`;
    fields.push({ name: selection.name, label, fields: inner });
  }
  return fields;
}

function writeFields(source: DataObject, fields: readonly PlainField[], isPlain: boolean): string | undefined {
  let text = '{';
  for (const { name, label, fields: inner } of fields) {
    const value = writeValue(source[name], inner, isPlain);
    if (value === undefined) return undefined;
    text += label + value;
  }
  return `${text}}`;
}

function writeValue(value: unknown, fields: readonly PlainField[] | undefined, isPlain: boolean): string | undefined {
  if (value === null) return 'null';
  if (!fields) return typeof value === 'string' && isPlain ? `"${value}"` : JSON.stringify(value);
  if (!Array.isArray(value)) return isDataObject(value) ? writeFields(value, fields, isPlain) : undefined;
  const items = value.map((item) => writeValue(item ?? null, fields, isPlain));
  return items.includes(undefined) ? undefined : `[${items.join()}]`;
}
