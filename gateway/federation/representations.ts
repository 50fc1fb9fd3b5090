import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { copyData, type DataObject, isDataObject, mergeData, ownValue, typenameOf } from './mergeData.ts';
import type { PreparedFetch } from './preparedPlan.ts';
import { applyRewrites } from './rewrites.ts';
import type { TypeConditions } from './typeConditions.ts';

/**
 * Selects from an entity what a subgraph needs to find it and to compute its fields.
 *
 * @returns undefined when something is missing, because an earlier fetch failed or the entity is of another type;
 * it is then not asked for.
 * @see https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec#resolving-entity-fields
 */
export function selectRepresentation(
  fetch: PreparedFetch,
  entity: DataObject,
  typeConditions: TypeConditions,
): DataObject | undefined {
  const representation = select(entity, fetch.requires ?? [], typeConditions);
  if (!representation || typenameOf(representation) === undefined) return undefined;
  applyRewrites(representation, fetch.inputRewrites, typeConditions);
  return representation;
}

function select(
  source: DataObject,
  selections: readonly QueryPlanSelectionNode[],
  typeConditions: TypeConditions,
): DataObject | undefined {
  const selected: DataObject = {};
  for (const selection of selections) {
    if (selection.kind === 'Field') {
      const value = selectValue(ownValue(source, selection.name), selection.selections, typeConditions);
      if (value === undefined) return undefined;
      selected[selection.name] = value;
    } else if (appliesTo(source, selection.typeCondition, typeConditions)) {
      const members = select(source, selection.selections, typeConditions);
      if (!members) return undefined;
      mergeData(selected, members, typeConditions);
    }
  }
  return selected;
}

function selectValue(
  value: unknown,
  selections: readonly QueryPlanSelectionNode[] | undefined,
  typeConditions: TypeConditions,
): unknown {
  if (value === undefined || value === null) return value;
  if (!selections) return copyData(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => selectValue(item, selections, typeConditions));
    return items.includes(undefined) ? undefined : items;
  }
  return isDataObject(value) ? select(value, selections, typeConditions) : undefined;
}

function appliesTo(source: DataObject, typeCondition: string | undefined, typeConditions: TypeConditions): boolean {
  if (typeCondition === undefined) return true;
  const typename = typenameOf(source);
  return typename !== undefined && typeConditions.satisfies(typename, typeCondition);
}
