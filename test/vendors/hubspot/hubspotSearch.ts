import type { HubspotObject, ObjectVersion } from './hubspotAccount.ts';
import { validationError } from './hubspotErrors.ts';

/** The body of a search. */
export interface SearchRequest {
  readonly filterGroups?: readonly { readonly filters: readonly SearchFilter[] }[];
  readonly sorts?: readonly { readonly propertyName: string; readonly direction?: 'ASCENDING' | 'DESCENDING' }[];
  readonly properties?: readonly string[];
  readonly limit?: number;
  readonly after?: string;
}

interface SearchFilter {
  readonly propertyName: string;
  readonly operator: string;
  readonly value?: string;
  readonly highValue?: string;
  readonly values?: readonly string[];
}

/** A record as the index has it. */
export interface IndexedObject {
  readonly object: HubspotObject;
  readonly version: ObjectVersion;
}

const MAX_PAGE = 200;
/** A search shows no more than so many records, on whatever many pages. */
const MAX_RESULTS = 10_000;

/**
 * The page of a search, from the index.
 *
 * @throws HubspotError for a page or a filter that HubSpot refuses
 * @see https://developers.hubspot.com/docs/api-reference/search/guide
 */
export function searchObjects(indexed: readonly IndexedObject[], request: SearchRequest) {
  const { filterGroups = [], sorts = [], limit = 10 } = request;
  const start = Number(request.after ?? 0);
  if (!(limit >= 1 && limit <= MAX_PAGE)) throw validationError(`limit must be 1 to ${MAX_PAGE}`);
  if (!(start >= 0) || start + limit > MAX_RESULTS) {
    throw validationError(`The maximum number of results is ${MAX_RESULTS}`);
  }
  const found = indexed.filter(
    (object) => filterGroups.length === 0 || filterGroups.some(({ filters }) => filters.every(fits(object))),
  );
  const [sort] = sorts;
  if (sort) {
    const sign = sort.direction === 'DESCENDING' ? -1 : 1;
    found.sort((a, b) => sign * compare(readValue(a, sort.propertyName) ?? '', readValue(b, sort.propertyName) ?? ''));
  }
  const end = start + limit;
  return { total: found.length, results: found.slice(start, end), after: end < found.length ? String(end) : undefined };
}

function fits(object: IndexedObject): (filter: SearchFilter) => boolean {
  return ({ propertyName, operator, value = '', highValue = '', values = [] }) => {
    const actual = readValue(object, propertyName);
    if (operator === 'HAS_PROPERTY') return actual !== undefined;
    if (operator === 'NOT_HAS_PROPERTY') return actual === undefined;
    if (operator === 'NEQ') return actual !== value;
    if (operator === 'NOT_IN') return actual === undefined || !values.includes(actual);
    if (actual === undefined) return false;
    switch (operator) {
      case 'EQ':
        return compare(actual, value) === 0;
      case 'IN':
        return values.includes(actual);
      case 'GT':
        return compare(actual, value) > 0;
      case 'GTE':
        return compare(actual, value) >= 0;
      case 'LT':
        return compare(actual, value) < 0;
      case 'LTE':
        return compare(actual, value) <= 0;
      case 'BETWEEN':
        return compare(actual, value) >= 0 && compare(actual, highValue) <= 0;
      default:
        throw validationError(`Invalid operator ${operator}`);
    }
  };
}

/** Times are compared as milliseconds since 1970, as which HubSpot takes them in filters. */
function readValue({ object, version }: IndexedObject, name: string): string | undefined {
  if (name === 'hs_object_id') return object.id;
  if (name === 'createdate' || name === 'hs_createdate') return String(Date.parse(object.createdAt));
  if (name === 'lastmodifieddate' || name === 'hs_lastmodifieddate') return String(version.at);
  return version.properties[name];
}

function compare(a: string, b: string): number {
  const [left, right] = [Number(a), Number(b)];
  if (a !== '' && b !== '' && !Number.isNaN(left) && !Number.isNaN(right)) return left - right;
  return a < b ? -1 : a > b ? 1 : 0;
}
