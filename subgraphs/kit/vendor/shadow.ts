import { isDeepStrictEqual } from 'node:util';
import type { Cause } from '../changes/cause.ts';
import type { ChangeLog } from '../changes/changeLog.ts';
import type { RecordType, SystemRecord } from '../changes/recordType.ts';
import type { Transactional } from '../database/database.ts';
import { createShadowReads, type ShadowReads } from './shadowReads.ts';
import {
  type KnownState,
  lockShadow,
  noteState,
  parseState,
  readBeginning,
  readHistory,
  type ShadowKey,
  type ShadowRow,
  saveReferences,
  saveShadow,
} from './shadowRows.ts';

/** What is learnt of a vendor's record, by whichever way: an event, a read, the answer to a write of ours. */
export interface Observation<Stored> {
  readonly externalId: string;
  /** When the record was like this: milliseconds since 1970 by the vendor's clock. */
  readonly atMs: number;
  /** Tells apart states of the same time: the later one has the higher. @default 0 */
  readonly rank?: number;
  /** The vendor's own name of what happened, when it has one; each is taken in once. */
  readonly eventId?: string | undefined;
  /** The record as it was then, given what is known of it until then; null when it was no more. */
  readonly state: (known: Stored | null) => Stored | null;
  /** The fields that changed, where the vendor tells: for a record that is older than what we know of it. */
  readonly changed?: readonly (keyof Stored & string)[] | undefined;
  /** It is history, brought in on demand. */
  readonly imported?: boolean;
  /** True when a write of ours has brought it about, and has recorded what came of it. Asked under the record's lock. */
  readonly isEcho?: (transaction: Transactional) => Promise<boolean>;
}

/** The states that a vendor says a record has been in, asked for afterwards. */
export interface ToldHistory<Stored> {
  readonly externalId: string;
  /** When the vendor was asked: the record existed then. Milliseconds since 1970. */
  readonly askedAtMs: number;
  /** Oldest first. */
  readonly states: readonly {
    readonly atMs: number;
    readonly rank?: number;
    readonly eventId: string;
    readonly state: Stored | null;
  }[];
}

export interface ShadowDefinition<Stored extends SystemRecord> {
  readonly type: RecordType<Stored>;
  /** What the record refers to, by which {@link Shadow.externalIdsBy} finds it. @default nothing */
  readonly references?: (record: Stored) => Readonly<Record<string, string | null>>;
  /** What the vendor calls whoever the record is of, by which {@link Shadow.relink} finds it. @default nobody */
  readonly owner?: (record: Stored) => string | null;
}

/** The known states of a vendor's records of one type. */
export interface Shadow<Stored extends SystemRecord> extends ShadowReads<Stored> {
  /**
   * Compares with what is known, under the record's lock, and records the difference as one change: none when it is equal,
   * none when it came before. What is older than what is known becomes a superseded change and overwrites nothing; when it
   * shows that the record was something else in between, its way back is told too.
   * Resolves with the record as it is known then.
   */
  observe(log: ChangeLog, transaction: Transactional, observation: Observation<Stored>): Promise<Stored | null>;
  /**
   * Observes each state that is not known yet. What a record was before Sluice began to follow the vendor is no news: of a
   * record that was not known, it is what the first change starts from. A record that was deleted exists again.
   */
  learn(log: ChangeLog, transaction: Transactional, history: ToldHistory<Stored>): Promise<Stored | null>;
  /**
   * Changes what Sluice has to say of a record, under the record's lock. By the vendor's clock nothing has happened, and what
   * it tells next is compared as before. Resolves with the record as it is known then, null when it does not exist.
   */
  amend(
    log: ChangeLog,
    transaction: Transactional,
    externalId: string,
    change: (known: Stored) => Stored,
  ): Promise<Stored | null>;
  /** {@link Shadow.amend Amends} all records of one whom the vendor calls `owner`: tells whose they are now. */
  relink(
    log: ChangeLog,
    transaction: Transactional,
    owner: string,
    customerOf: (record: Stored) => string | null,
  ): Promise<void>;
  /** Has the vendor asked again about a record. */
  doubt(transaction: Transactional, externalId: string): Promise<void>;
}

/**
 * States of the same content, told with times that differ by less, are one state: vendors tell one transition by several
 * events, and an answer's time is a second apart from its event's.
 */
const SAME_STATE_MS = 5_000;

/**
 * What happens to a record so soon after a flow changed it is counted to the flow: a vendor's own automation answers within
 * seconds, and a circle of both would have no end.
 */
const ECHO_OF_FLOW_MS = 60_000;

/** The reference by which a record is found by {@link ShadowDefinition.owner}. */
const OWNER = 'owner';

export function createShadow<Stored extends SystemRecord>({
  type,
  references: referencesOf = () => ({}),
  owner: ownerOf = () => null,
}: ShadowDefinition<Stored>): Shadow<Stored> {
  const of = { system: type.system, record_type: type.name };
  const reads = createShadowReads<Stored>(type);
  const references = (record: Stored) => ({ ...referencesOf(record), [OWNER]: ownerOf(record) });

  function isSame(before: Stored | null, after: Stored | null): boolean {
    return before && after ? !type.differs(before, after) : before === after;
  }

  async function observe(
    given: ChangeLog,
    transaction: Transactional,
    observation: Observation<Stored>,
  ): Promise<Stored | null> {
    const { externalId, atMs, rank = 0, eventId, imported = false } = observation;
    const key = { ...of, external_id: externalId };
    const row = await lockShadow(transaction, key);
    const known = parseState<Stored>(row.state);
    const history = await readHistory<Stored>(transaction, key);
    if (eventId !== undefined && history.some((state) => state.eventId === eventId)) return known;
    if (await observation.isEcho?.(transaction)) return known;

    const log = given.cause === null ? given.causedBy(lastCause(row, atMs)) : given;
    const stateAfter = (base: Stored | null) => {
      const state = observation.state(base);
      // History happened when its records say, not when it was read.
      return state && (imported ? state : { ...state, updatedAt: iso(atMs) });
    };
    const note = (state: Stored | null) => noteState(transaction, key, { state, atMs, rank, eventId });

    if (row.at_ms !== null && (atMs < row.at_ms || (atMs === row.at_ms && rank < row.rank))) {
      // What comes late adds to what was before it, not to what is known now.
      const cameBefore = (state: KnownState<Stored>) =>
        state.atMs < atMs || (state.atMs === atMs && state.rank <= rank);
      const before = history.findLast(cameBefore)?.state ?? null;
      const late = stateAfter(before ?? known);
      await note(late);
      const isKnown = history.some(
        (state) => Math.abs(state.atMs - atMs) <= SAME_STATE_MS && isSame(state.state, late),
      );
      if (isKnown) return known;
      if (late) await type.record(log, transaction, before, late, { superseded: true, imported });
      const after = history.find((state) => !cameBefore(state)) ?? { state: known, atMs: row.at_ms };
      // Of what went there and back, neither was told, since the two ends are equal.
      if (late && before && after.state) {
        const back = { ...after.state, updatedAt: iso(after.atMs) };
        const superseded = !isSame(after.state, known);
        await type.record(log, transaction, undone(before, late, back), back, { superseded, imported });
      }
      // Within one second, the rank may err.
      if (row.at_ms - atMs <= SAME_STATE_MS) await saveShadow(transaction, key, { ...row, doubtful: 1 });
      return known;
    }
    const next = stateAfter(known);
    const isFirst = row.at_ms === null;
    const current = isSame(known, next) ? known : next;
    if (eventId !== undefined || current !== known) await note(current);
    const cause = log.cause ? JSON.stringify(log.cause) : null;
    await saveShadow(transaction, key, {
      state: current && JSON.stringify(current),
      at_ms: atMs,
      rank,
      doubtful: eventId === undefined ? 0 : row.doubtful,
      ...(current !== known && { cause, cause_ms: cause === null ? null : atMs }),
    });
    if (current === known) return known;
    // Of a record that was there before we began, the first that is heard is no creation.
    const isOld = isFirst && next !== null && (await wasThereBefore(transaction, type, next));
    await type.record(log, transaction, known, next, {
      imported,
      ...(isOld && !imported && { changed: observation.changed ?? [] }),
    });
    await saveReferences(transaction, key, next ? references(next) : {});
    return current;
  }

  /** What the record was before we began, unless something is known of it. */
  async function startFrom(transaction: Transactional, key: ShadowKey, told: ToldHistory<Stored>['states'][number]) {
    const { state, atMs, rank = 0, eventId } = told;
    await noteState(transaction, key, { state, atMs, rank, eventId });
    await saveShadow(transaction, key, { state: state && JSON.stringify(state), at_ms: atMs, rank });
    await saveReferences(transaction, key, state ? references(state) : {});
  }

  async function amend(
    log: ChangeLog,
    transaction: Transactional,
    externalId: string,
    change: (known: Stored) => Stored,
  ): Promise<Stored | null> {
    const key = { ...of, external_id: externalId };
    const known = parseState<Stored>((await lockShadow(transaction, key)).state);
    if (!known) return null;
    const next = { ...change(known), updatedAt: iso(Date.now()) };
    if (isSame(known, next)) return known;
    await saveShadow(transaction, key, { state: JSON.stringify(next) });
    await saveReferences(transaction, key, references(next));
    await type.record(log, transaction, known, next);
    return next;
  }

  return {
    observe,
    amend,
    async learn(log, transaction, { externalId, askedAtMs, states }) {
      const key = { ...of, external_id: externalId };
      const row = await lockShadow(transaction, key);
      // Before we begin, all that happened is from before.
      const beganMs = (await readBeginning(transaction, type.system)) ?? Number.POSITIVE_INFINITY;
      const start = states.findLast(({ atMs }) => atMs < beganMs);
      if (row.at_ms === null && start) await startFrom(transaction, key, start);
      let known = row.at_ms === null ? (start?.state ?? null) : parseState<Stored>(row.state);
      for (const { state, ...told } of states.filter(({ atMs }) => atMs >= beganMs)) {
        known = await observe(log, transaction, { externalId, ...told, state: () => state });
      }
      const last = states.at(-1)?.state ?? null;
      if (known === null && last !== null) {
        known = await observe(log, transaction, { externalId, atMs: askedAtMs, state: () => last });
      }
      if (states.length > 0) await saveShadow(transaction, key, { doubtful: 0 });
      return known;
    },
    async relink(log, transaction, owner, customerOf) {
      const externalIds = (await reads.externalIdsBy(transaction, OWNER, [owner])).get(owner) ?? [];
      for (const externalId of externalIds.toSorted()) {
        await amend(log, transaction, externalId, (known) =>
          ownerOf(known) === owner ? { ...known, customerId: customerOf(known) } : known,
        );
      }
    },
    doubt: (transaction, externalId) => saveShadow(transaction, { ...of, external_id: externalId }, { doubtful: 1 }),
    ...reads,
  };
}

function lastCause({ cause, cause_ms }: ShadowRow, atMs: number): Cause | null {
  if (cause === null || cause_ms === null || atMs - cause_ms > ECHO_OF_FLOW_MS) return null;
  return JSON.parse(cause) as Cause;
}

/** Whether the record is older than what we have followed of the vendor. */
async function wasThereBefore(
  transaction: Transactional,
  type: { readonly system: string },
  record: SystemRecord & { readonly createdAt?: string },
): Promise<boolean> {
  const beganMs = await readBeginning(transaction, type.system);
  return beganMs !== undefined && record.createdAt !== undefined && Date.parse(record.createdAt) < beganMs;
}

/** `after`, with what `between` had where `before` and `after` are equal: what changed and was changed back. */
function undone<Stored extends object>(before: Stored, between: Stored, after: Stored): Stored {
  const fields = (Object.keys(after) as (keyof Stored)[]).filter((field) =>
    isDeepStrictEqual(before[field], after[field]),
  );
  return { ...after, ...Object.fromEntries(fields.map((field) => [field, between[field]])) };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
