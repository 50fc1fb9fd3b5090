import { BadUserInputError } from '../errors.ts';
import { CHANGE_EVENT_PREFIX } from './changeEvent.ts';

const KINDS = ['created', 'updated', 'deleted'];
const SEGMENT = /^(\*|[A-Za-z][A-Za-z0-9-]*)$/;

/**
 * Checks a pattern of change types. It is a type, such as `sluice.payments.payment.updated`, in which `*` stands for any
 * word, and as the last word for all that may follow: `sluice.payments.*` are all changes of payments and invoices,
 * `sluice.*.*.deleted` all deletions, `sluice.*` all changes.
 *
 * @throws BadUserInputError for what no type can match
 */
export function parseChangeTypePattern(field: string, pattern: string): string {
  const words = pattern.split('.');
  const [prefix, , , kind] = words;
  const isWhole = words.length === 4 || (words.length > 1 && words.length < 4 && words.at(-1) === '*');
  const isKind = kind === undefined || kind === '*' || KINDS.includes(kind);
  if (prefix !== CHANGE_EVENT_PREFIX || !isWhole || !isKind || !words.every((word) => SEGMENT.test(word))) {
    throw new BadUserInputError(
      field,
      `${JSON.stringify(pattern)} matches no change. A type is ${CHANGE_EVENT_PREFIX}.<system>.<record>.<kind>, such as ` +
        `${CHANGE_EVENT_PREFIX}.payments.payment.updated, with kinds ${KINDS.join(', ')}; \`*\` stands for any word, at the end ` +
        `for all that follow, as in ${CHANGE_EVENT_PREFIX}.payments.*.`,
    );
  }
  return pattern;
}

/** Told to those who ask for them by name: Sluice's own bookkeeping, beside every change that a flow does something about. */
const NAMED_ONLY = 'flowRun';

/** Whether a change of this type is meant by the pattern. Those of flows' runs are by one that names `flowRun`. */
export function matchesChangeType(pattern: string, type: string): boolean {
  const [words, given] = [pattern.split('.'), type.split('.')];
  if (given[2] === NAMED_ONLY && words[2] !== NAMED_ONLY) return false;
  const isOpen = words.at(-1) === '*';
  if (isOpen ? words.length > given.length : words.length !== given.length) return false;
  return words.every((word, index) => word === '*' || word === given[index]);
}
