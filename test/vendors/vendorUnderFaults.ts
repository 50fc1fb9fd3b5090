import type { Answer } from '../harness/startSluice.ts';
import type { VendorEmulator, VendorRequest } from './emulator.ts';

/** Asks Sluice for a mutation under a key, again for as long as it is told that this may help. */
export type Insist = (mutation: string, input: object) => Promise<Answer>;

/** The statuses that records have had, in order, by the vendor's id of the record. */
export type Statuses = Readonly<Record<string, readonly string[]>>;

/**
 * A vendor as the suite of faults drives it: what happens there, by writes of ours and by people's hands, and what of it Sluice
 * must tell. The suite itself knows of no vendor.
 */
export interface VendorUnderFaults extends AsyncDisposable {
  readonly emulator: VendorEmulator;
  /** Variables that put it behind its system, webhooks included. */
  readonly variables: Readonly<Record<string, string>>;
  /** Where its webhooks go, under `/webhooks/`. */
  readonly source: string;
  /** The types of its changes, as `changes(type:)` takes them. */
  readonly changeType: string;
  /** Subscribes to its changes: `change { kind superseded changedFields id record { status } }` after `$after`. */
  readonly subscription: string;
  /** The field in `changedFields` that the status is. */
  readonly statusField: string;
  /** A flow that has an effect each time when a record gets a certain status. */
  readonly flow: string;
  /** Whether a request is the beginning of a poll. */
  isPoll(request: VendorRequest): boolean;
  /** Makes records by mutations of ours, and moves them by ours and by hand. */
  ours(insist: Insist): Promise<void>;
  /** Makes records by hand, moves them, and takes one away where the vendor lets, once all else has been told of it. */
  theirs(untilTold: () => Promise<void>): Promise<void>;
  /** Makes a record and moves it, by hand: the first and the second step of a record, which are awaited. */
  twoSteps(): readonly [first: () => unknown, second: () => unknown];
  /** Makes a record by mutations, moved to where the flow acts, and edits it twice; a third edit, by hand, is none of ours. */
  editThrice(insist: Insist): Promise<void>;
  /** What has happened to the records; a record that was taken away ends with `DELETED`. */
  happened(): Statuses;
  /** Whether it is left open if a status is told: of a write of ours, only its outcome is told for sure. */
  isOptional(externalId: string, status: string): boolean;
  /** What the flow has done, one text for each effect that is there. */
  effects(ask: (query: string) => Promise<Answer>): Promise<readonly string[]>;
  /** What the flow must have done. */
  dueEffects(): readonly string[];
}
