import type { Cause } from './cause.ts';

/** What happened to a record. The same words in every subgraph's `ChangeKind`. */
export type ChangeKind = 'CREATED' | 'UPDATED' | 'DELETED';

/** One entry of the change log: a record of a system was created, updated or deleted. */
export interface Change {
  /** Place in the log: given once, to committed changes only, without gaps, from 1. */
  readonly position: number;
  /** Identity of the change itself, the `id` of its CloudEvent. */
  readonly id: string;
  /** The system whose record it is, such as `crm`. */
  readonly system: string;
  /** GraphQL type of the record, such as `Contact`. */
  readonly recordType: string;
  readonly recordId: string;
  readonly kind: ChangeKind;
  /** Values of the record's `<Record>Field` enum; empty when created or deleted. */
  readonly changedFields: readonly string[];
  /** The record after the change, or before it was deleted; null when it has been erased. */
  readonly snapshot: unknown;
  /** Version of the snapshot's shape, for upcasting. */
  readonly snapshotVersion: number;
  /** Came late: a newer change of the same record had been recorded before. */
  readonly superseded: boolean;
  /** Part of a history that was there before Sluice knew the system, and was read in. */
  readonly imported: boolean;
  /** When it happened, ISO 8601 in UTC. */
  readonly at: string;
  /** Whose data it holds, for erasure. */
  readonly customerId: string | null;
  /** The run that made it; null when none did. */
  readonly cause: Cause | null;
}

/** A change as its writer gives it; the log adds the rest. Neither late nor history, when it does not say so. */
export type NewChange = Omit<Change, 'position' | 'id' | 'superseded' | 'imported' | 'cause'> &
  Partial<Pick<Change, 'superseded' | 'imported'>>;

/** A change, and the run that made it. */
export interface CausedChange {
  readonly change: NewChange;
  readonly cause: Cause | null;
}

/** What a change tells of itself, without the record. */
export type ChangeEnvelope = Omit<Change, 'position' | 'snapshot' | 'snapshotVersion'>;
