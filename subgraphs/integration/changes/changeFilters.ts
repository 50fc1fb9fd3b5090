import type { Change, ChangeKind } from '../../kit/changes/change.ts';
import type { ChangeFilter } from '../../kit/changes/changeLog.ts';
import { parseChangeTypePattern } from '../../kit/changes/changeTypePattern.ts';

/** How a caller says which changes are meant; null is no restriction. */
export interface ChangeFilterArguments {
  readonly system?: readonly string[] | null | undefined;
  /** Patterns of types. */
  readonly type?: readonly string[] | null | undefined;
}

/** What a change must fit one of. @throws BadUserInputError for a pattern that no type can match */
export function toChangeFilters({ system, type }: ChangeFilterArguments): readonly ChangeFilter[] {
  const ofTypes = type?.map(toFilter) ?? [{}];
  if (!system) return ofTypes;
  return system.flatMap((name) =>
    ofTypes.filter((filter) => (filter.system ?? name) === name).map((filter) => ({ ...filter, system: name })),
  );
}

/** Whether the change is meant. */
export function fitsOne(filters: readonly ChangeFilter[], change: Change): boolean {
  return filters.some(
    ({ system = change.system, recordType = change.recordType, kind = change.kind }) =>
      change.system === system && change.recordType === recordType && change.kind === kind,
  );
}

function toFilter(pattern: string): ChangeFilter {
  const [, system, record, kind] = parseChangeTypePattern('type', pattern)
    .split('.')
    .map((word) => (word === '*' ? undefined : word));
  return {
    system,
    recordType: record && record.charAt(0).toUpperCase() + record.slice(1),
    kind: kind?.toUpperCase() as ChangeKind | undefined,
  };
}
