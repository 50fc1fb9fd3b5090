import type { Change } from './change.ts';
import type { ChangeLog } from './changeLog.ts';
import type { RecordType, SystemRecord } from './recordType.ts';

/** The arguments that every `<record>Changed` subscription takes beside its filters. */
export interface ChangeArguments {
  readonly changed?: readonly string[] | null;
  readonly after?: string | null;
}

/** What a `<record>Changed` subscription delivers; the record itself is under its own name beside these. */
export interface ChangePayload {
  readonly cursor: string;
  readonly kind: Change['kind'];
  readonly at: string;
  /** Of the record, which is all that is left of one that was deleted. */
  readonly id: string;
  readonly changedFields: readonly string[];
  readonly superseded: boolean;
}

interface SubscriptionContext {
  readonly changes: ChangeLog;
  readonly signal: AbortSignal;
  readonly onProgress?: ((cursor: string) => void) | undefined;
}

/**
 * The resolver of `<record>Changed`: replays the log after `after`, then goes on live. `matches` is the subscription's
 * own filter, on the record as of the change (of a deleted one, as it last was).
 *
 * With `changed`, an update passes when it touched one of these fields; a creation touches all of them, a deletion
 * none. `rootField` is the subscription's name where that is not `<record>Changed`.
 */
export function subscribeToChanges<
  Stored extends SystemRecord,
  Name extends string,
  Arguments extends ChangeArguments,
  RootField extends string = `${Uncapitalize<Name>}Changed`,
>(
  recordType: RecordType<Stored, Name>,
  matches: (record: Stored, args: Arguments) => boolean,
  rootField: RootField = `${uncapitalize(recordType.name)}Changed` as RootField,
) {
  const recordField = uncapitalize(recordType.name);
  type Event = { readonly [Field in RootField]: ChangePayload };
  return {
    async subscribe(_source: unknown, args: Arguments, { changes, signal, onProgress }: SubscriptionContext) {
      return changes.follow<Event>({
        after: args.after,
        system: recordType.system,
        recordType: recordType.name,
        signal,
        onProgress,
        select({ change, cursor }) {
          if (!touches(change, args.changed)) return undefined;
          const record = recordType.snapshot(change);
          // An erased record can no longer be compared with a filter; that it changed is told all the same.
          if (record && !matches(record, args)) return undefined;
          const payload: ChangePayload = {
            cursor,
            kind: change.kind,
            at: change.at,
            id: change.recordId,
            changedFields: change.changedFields,
            superseded: change.superseded,
          };
          const withRecord = { ...payload, [recordField]: change.kind === 'DELETED' ? null : record };
          return { [rootField]: withRecord } as unknown as Event;
        },
      });
    },
  };
}

function uncapitalize(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function touches(change: Change, changed: readonly string[] | null | undefined): boolean {
  if (!changed || change.kind === 'CREATED') return true;
  return change.changedFields.some((field) => changed.includes(field));
}
