import { SluiceError } from '../../subgraphs/kit/errors.ts';

/** Everything that is called after a new system and its record. The keys are the placeholders of the templates. */
export type SystemNames = Readonly<Record<Placeholder, string>>;

type Placeholder =
  | 'system'
  | 'System'
  | 'table'
  | 'id_prefix'
  | 'Record'
  | 'record'
  | 'records'
  | 'words'
  | 'Words'
  | 'a words'
  | 'A words'
  | 'plural words'
  | 'Plural words'
  | 'plural-words';

/** PostgreSQL cuts names at 63 characters; those of the indexes are the table's and a column's. */
const MAX_TABLE_NAME = 50;

/** What has a meaning of its own in the SDL of every system, or in the resolver types that are made from it. */
const RESERVED_RECORDS: ReadonlySet<string> = new Set([
  ...['Query', 'Mutation', 'Subscription', 'PageInfo', 'ChangeKind', 'DateTime', 'Cursor'],
  ...['Boolean', 'Float', 'Int', 'String'],
  ...['Array', 'Context', 'Exact', 'Exclude', 'Incremental', 'Maybe', 'Omit', 'Partial', 'Pick', 'Promise', 'Record'],
  ...['Resolver', 'Resolvers', 'Scalars'],
]);

/**
 * Names everything after the system `name` and the type `record` of its records. Without it, the record of a plural is
 * its singular (`gift-cards` → `GiftCard`), and of any other name its entry (`loyalty` → `LoyaltyEntry`).
 *
 * @throws SluiceError `CONFIGURATION_INVALID` when one of them cannot be used
 */
export function nameSystem(name: string, record: string = defaultRecord(name)): SystemNames {
  refuseBadName(name);
  if (!/^([A-Z][a-z0-9]+)+$/.test(record)) {
    throw badName(
      `--record must be a type such as Reward or GiftCard, in the singular; not ${JSON.stringify(record)}.`,
    );
  }
  if (RESERVED_RECORDS.has(record))
    throw badName(`The type ${record} has another meaning. Give another with --record.`);
  const words = record.replace(/(?<=.)[A-Z]/g, ' $&').toLowerCase();
  const plural = pluralOf(words);
  const prefix = `${name.replaceAll('-', '_')}_`;
  const snake = words.replaceAll(' ', '_');
  const table = snake.startsWith(prefix) ? snake : prefix + snake;
  if (table.length > MAX_TABLE_NAME) {
    throw badName(
      `The names ${name} and ${record} are too long: the table ${table} may have ${MAX_TABLE_NAME} characters.`,
    );
  }
  const article = /^[aeiou]/.test(words) ? 'an' : 'a';
  return {
    system: name,
    System: toPascalCase(name),
    table,
    id_prefix: snake,
    Record: record,
    record: uncapitalize(record),
    records: uncapitalize(toPascalCase(plural.replaceAll(' ', '-'))),
    words,
    Words: capitalize(words),
    'a words': `${article} ${words}`,
    'A words': capitalize(`${article} ${words}`),
    'plural words': plural,
    'Plural words': capitalize(plural),
    'plural-words': plural.replaceAll(' ', '-'),
  };
}

/** @throws SluiceError `CONFIGURATION_INVALID` when no system can be called so */
export function refuseBadName(name: string): void {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw badName(
      `A system's name has lower-case letters, digits and hyphens, such as loyalty; not ${JSON.stringify(name)}.`,
    );
  }
}

function defaultRecord(name: string): string {
  refuseBadName(name);
  const singular = singularOf(name);
  return toPascalCase(singular === name ? `${name}-entry` : singular);
}

/** The same word when it is no plural, as far as its ending tells. */
function singularOf(word: string): string {
  if (/(ss|us|is|ics)$/.test(word)) return word;
  if (/[^aeiou]ies$/.test(word)) return word.replace(/ies$/, 'y');
  return word.replace(/(?<=x|ch|sh|ss)es$|s$/, '');
}

function pluralOf(words: string): string {
  if (/[^aeiou]y$/.test(words)) return words.replace(/y$/, 'ies');
  return /(s|x|z|ch|sh)$/.test(words) ? `${words}es` : `${words}s`;
}

function toPascalCase(name: string): string {
  return name.split('-').map(capitalize).join('');
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function uncapitalize(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function badName(message: string): SluiceError {
  return new SluiceError('CONFIGURATION_INVALID', message);
}
