import { formatMoney, type MinorUnits } from '../money.ts';
import type { Change } from './change.ts';

/** A change as a CloudEvent, in the JSON format's own attributes. */
export interface ChangeEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  /** The change's place in the log, with zeros in front: as texts, events of one log compare in its order. */
  readonly sequence: string;
  readonly datacontenttype: 'application/json';
  readonly data: ChangeEventData;
}

/** What a change's event says of it. */
export interface ChangeEventData {
  readonly kind: Change['kind'];
  /** Values of the record's `<Record>Field` enum; empty when created or deleted. */
  readonly changedFields: readonly string[];
  /** Whether a newer change of the same record had been recorded before this one came. */
  readonly superseded: boolean;
  /** The record as of the change, amounts of money as the graph has them; null when deleted or erased. */
  readonly record: unknown;
}

/** The first word of every type, so that Sluice's are told from those of other producers. */
export const CHANGE_EVENT_PREFIX = 'sluice';

/** As many digits as the largest position has. */
const SEQUENCE_DIGITS = 16;

/**
 * Names the type of a change: `sluice.<system>.<record>.<kind>`, such as `sluice.payments.payment.updated` or
 * `sluice.inventory.stockLevel.created`. The record is called as its field in the graph is, the kind in lower case.
 */
export function changeEventType({ system, recordType, kind }: Pick<Change, 'system' | 'recordType' | 'kind'>): string {
  const record = recordType.charAt(0).toLowerCase() + recordType.slice(1);
  return [CHANGE_EVENT_PREFIX, system, record, kind.toLowerCase()].join('.');
}

/** Names where a change happened: its system, as a path. */
export function changeEventSource({ system }: Pick<Change, 'system'>): string {
  return `/systems/${system}`;
}

/**
 * The change as a CloudEvent. Equal for every reader: the same change has the same `id`.
 *
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
 * @see https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/sequence.md
 */
export function toChangeEvent(change: Change): ChangeEvent {
  return {
    specversion: '1.0',
    id: change.id,
    source: changeEventSource(change),
    type: changeEventType(change),
    subject: change.recordId,
    time: change.at,
    sequence: String(change.position).padStart(SEQUENCE_DIGITS, '0'),
    datacontenttype: 'application/json',
    data: {
      kind: change.kind,
      changedFields: change.changedFields,
      superseded: change.superseded,
      record: change.kind === 'DELETED' ? null : withMoney(change.snapshot),
    },
  };
}

/** Stored amounts are minor units, which a reader could only interpret by the currency's decimals. */
function withMoney(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withMoney);
  if (typeof value !== 'object' || value === null) return value;
  if (isMinorUnits(value)) return formatMoney(value);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withMoney(inner)]));
}

function isMinorUnits(value: object): value is MinorUnits {
  return 'minor' in value && typeof value.minor === 'number' && 'currencyCode' in value;
}
