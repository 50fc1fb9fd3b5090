import type { Transactional } from '../database/database.ts';
import type { Change, NewChange } from './change.ts';
import type { ChangeLog } from './changeLog.ts';

/** Facts that every record has in storage. */
export interface SystemRecord {
  readonly id: string;
  /** Whose data it is, for erasure; null when nobody's. */
  readonly customerId: string | null;
  readonly updatedAt: string;
}

/** How the records of one type appear in the change log. */
export interface RecordTypeDefinition<Stored extends SystemRecord, Name extends string> {
  readonly system: string;
  /** GraphQL type, such as `Contact`. */
  readonly name: Name;
  /** The fields whose changes are told, named in the `<Record>Field` enum in upper case with underscores. */
  readonly fields: readonly (keyof Stored & string)[];
  /** Raised with each change of the snapshot's shape. @default 1 */
  readonly snapshotVersion?: number;
  /** Makes a snapshot of an older version one of the present version. Needed once `snapshotVersion` is above 1. */
  readonly upcast?: (snapshot: unknown, version: number) => Stored;
}

/** What is to be said of a change beside the record before and after it. */
export interface ChangeCircumstances<Stored> {
  /** It came late. The record was known before, also when it is not known how it was. @default false */
  readonly superseded?: boolean;
  /** It is history. @default false */
  readonly imported?: boolean;
  /** The record existed before, but not here; these fields of it changed. */
  readonly changed?: readonly (keyof Stored & string)[];
}

/** A type of record whose changes are recorded and can be subscribed to. */
export interface RecordType<Stored extends SystemRecord, Name extends string = string> {
  readonly system: string;
  readonly name: Name;
  /** What happened between `before` and `after`, null where the record did not exist; undefined if nothing did. */
  toChange(
    before: Stored | null,
    after: Stored | null,
    circumstances?: ChangeCircumstances<Stored>,
  ): NewChange | undefined;
  /** Records {@link toChange}. */
  record(
    log: ChangeLog,
    transaction: Transactional,
    before: Stored | null,
    after: Stored | null,
    circumstances?: ChangeCircumstances<Stored>,
  ): Promise<void>;
  /** Whether a field whose changes are told differs. */
  differs(before: Stored, after: Stored): boolean;
  /** The record as of the change (of a deleted one, as it was before), or null when it has been erased. */
  snapshot(change: Change): Stored | null;
}

/** @throws TypeError when a snapshot version above 1 comes without a way to read the older ones. */
export function defineRecordType<Stored extends SystemRecord, Name extends string>(
  definition: RecordTypeDefinition<Stored, Name>,
): RecordType<Stored, Name> {
  const { system, name, fields, snapshotVersion = 1, upcast } = definition;
  if (snapshotVersion > 1 && !upcast)
    throw new TypeError(`${name} has snapshots of version ${snapshotVersion} and no upcast.`);
  const changedBetween = (before: Stored, after: Stored) =>
    fields.filter((field) => differ(before[field], after[field]));
  const toChange: RecordType<Stored, Name>['toChange'] = (before, after, circumstances = {}) => {
    const { superseded = false, imported = false, changed } = circumstances;
    const snapshot = after ?? before;
    if (!snapshot) throw new TypeError(`A change of ${name} needs the record before or after it.`);
    const wasKnown = before !== null || superseded || changed !== undefined;
    const kind = !wasKnown ? 'CREATED' : !after ? 'DELETED' : 'UPDATED';
    const touched = before && after ? changedBetween(before, after) : (changed ?? fields);
    const changedFields = kind === 'UPDATED' ? touched.map(toEnumValue) : [];
    if (kind === 'UPDATED' && changedFields.length === 0 && changed === undefined) return undefined;
    return {
      system,
      recordType: name,
      recordId: snapshot.id,
      kind,
      changedFields,
      snapshot,
      snapshotVersion,
      at: kind === 'DELETED' ? new Date().toISOString() : snapshot.updatedAt,
      customerId: snapshot.customerId,
      superseded,
      imported,
    };
  };
  return {
    system,
    name,
    differs: (before, after) => changedBetween(before, after).length > 0,
    toChange,
    async record(log, transaction, before, after, circumstances) {
      const change = toChange(before, after, circumstances);
      if (change) await log.record(transaction, change);
    },
    snapshot(change) {
      if (change.snapshot === null) return null;
      if (change.snapshotVersion === snapshotVersion || !upcast) return change.snapshot as Stored;
      return upcast(change.snapshot, change.snapshotVersion);
    },
  };
}

/** Compared as JSON has it, since that is how both are stored. */
function differ(before: unknown, after: unknown): boolean {
  return JSON.stringify(before) !== JSON.stringify(after);
}

/** `amountRefunded` → `AMOUNT_REFUNDED` */
function toEnumValue(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
