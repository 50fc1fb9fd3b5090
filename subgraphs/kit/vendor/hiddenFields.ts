import type { RecordType, SystemRecord } from '../changes/recordType.ts';

/** Records that a shadow knows more of than the graph and the change log. */
export interface HiddenFields<Stored extends Shown, Shown extends SystemRecord, Name extends string> {
  /** As the shadow has it: a hidden field that differs is a difference, which the log does not tell. */
  readonly type: RecordType<Stored, Name>;
  /** The record as the graph and the log have it. */
  shown(stored: Stored): Shown;
}

/** Adds fields to a type of records that only their shadow is to know, such as what the vendor calls their customer. */
export function withHiddenFields<Stored extends Shown, Shown extends SystemRecord, Name extends string>(
  type: RecordType<Shown, Name>,
  hidden: readonly (keyof Stored & string)[],
): HiddenFields<Stored, Shown, Name> {
  const isShown = ([field]: readonly [string, unknown]) => !(hidden as readonly string[]).includes(field);
  const shown = (stored: Stored) => Object.fromEntries(Object.entries(stored).filter(isShown)) as unknown as Shown;
  const hiddenOf = (stored: Stored) => JSON.stringify(hidden.map((field) => stored[field]));
  return {
    shown,
    type: {
      ...type,
      record: (log, transaction, before, after, circumstances) =>
        type.record(log, transaction, before && shown(before), after && shown(after), {
          ...circumstances,
          changed: circumstances?.changed?.filter((field) => isShown([field, undefined])) as (keyof Shown & string)[],
        }),
      differs: (before, after) => type.differs(before, after) || hiddenOf(before) !== hiddenOf(after),
      snapshot: (change) => type.snapshot(change) as Stored | null,
    },
  };
}
