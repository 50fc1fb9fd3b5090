import { refusal } from './refusal.ts';

/**
 * The parameters of a GraphQL request, the same for every transport.
 *
 * @see https://graphql.github.io/graphql-over-http/draft/#sec-Request-Parameters
 */
export interface RequestParams {
  readonly query?: string;
  readonly operationName?: string;
  readonly variables?: Record<string, unknown>;
  readonly extensions?: Record<string, unknown>;
}

/**
 * Reads the parameters from a parsed JSON body.
 *
 * @throws SluiceError `BAD_REQUEST` when it is no object, or a parameter has another type than the specification says
 */
export function paramsFromBody(body: unknown): RequestParams {
  if (Array.isArray(body)) {
    throw refusal('BAD_REQUEST', 'The body holds a list. Batches are not served; send each operation by itself.');
  }
  if (!isRecord(body)) throw refusal('BAD_REQUEST', 'The body must be a JSON object with a `query`.');
  return withoutUndefined({
    query: stringParam(body, 'query'),
    operationName: stringParam(body, 'operationName'),
    variables: recordParam(body, 'variables'),
    extensions: recordParam(body, 'extensions'),
  });
}

/**
 * Reads the parameters from a URL's query string, where `variables` and `extensions` are JSON.
 *
 * @throws SluiceError `BAD_REQUEST` when a parameter is given twice, or is not what the specification says
 */
export function paramsFromUrl(url: string): RequestParams {
  const question = url.indexOf('?');
  const search = new URLSearchParams(question < 0 ? '' : url.slice(question));
  return paramsFromBody({
    query: onlyValue(search, 'query'),
    operationName: onlyValue(search, 'operationName'),
    variables: jsonValue(search, 'variables'),
    extensions: jsonValue(search, 'extensions'),
  });
}

function stringParam(body: Record<string, unknown>, name: string): string | undefined {
  const value = body[name] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw refusal('BAD_REQUEST', `\`${name}\` must be a string.`);
}

function recordParam(body: Record<string, unknown>, name: string): Record<string, unknown> | undefined {
  const value = body[name] ?? undefined;
  if (value === undefined || isRecord(value)) return value;
  throw refusal('BAD_REQUEST', `\`${name}\` must be a JSON object.`);
}

function onlyValue(search: URLSearchParams, name: string): string | undefined {
  const values = search.getAll(name);
  if (values.length > 1) throw refusal('BAD_REQUEST', `The URL gives \`${name}\` more than once.`);
  return values[0];
}

function jsonValue(search: URLSearchParams, name: string): unknown {
  const text = onlyValue(search, name);
  if (text === undefined || text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw Object.assign(refusal('BAD_REQUEST', `\`${name}\` in the URL is no valid JSON.`), { cause });
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Apollo Server distinguishes an absent parameter from an undefined one when it builds the gateway's request. */
function withoutUndefined(params: { [name in keyof RequestParams]: RequestParams[name] | undefined }): RequestParams {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));
}
