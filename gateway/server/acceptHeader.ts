import type { OperationTypeNode } from 'graphql';

/** How an answer is written. The two JSON formats differ in their media type alone. */
export type AnswerFormat = 'json' | 'graphql-response+json' | 'event-stream' | 'multipart' | 'deferred';

interface Candidate {
  readonly format: AnswerFormat;
  readonly type: string;
  /** Parameters that the client must give too; others, such as the boundary it would like, are not looked at. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** A client that says only "anything" does not know how to read a stream, so wildcards do not ask for one. */
  readonly explicitly?: boolean;
}

interface MediaRange {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly quality: number;
}

const STREAMS: readonly Candidate[] = [
  { format: 'event-stream', type: 'text/event-stream', explicitly: true },
  { format: 'multipart', type: 'multipart/mixed', parameters: { subscriptionspec: '1.0' }, explicitly: true },
];

const ALL: readonly Candidate[] = [
  { format: 'json', type: 'application/json' },
  { format: 'graphql-response+json', type: 'application/graphql-response+json' },
  ...STREAMS,
];

/**
 * Chooses the format of an answer: the one of highest quality, then the one the client names first, then the first in
 * our own order. Undefined when the client accepts none that can carry the operation; a subscription needs a stream.
 *
 * The parts of an answer with `@defer` are another matter: that a client takes them too does not mean that it wants them
 * of an operation which defers nothing. Only if it takes nothing else is such an answer one part.
 *
 * The order of naming is no rule of HTTP, but it is what clients mean when they list several without qualities.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-accept
 * @see https://graphql.github.io/graphql-over-http/draft/#sec-Accept
 */
export function negotiateFormat(
  accept: string | undefined,
  kind: OperationTypeNode | undefined,
): AnswerFormat | undefined {
  const candidates = kind === 'subscription' ? STREAMS : ALL;
  const ranges = parseAccept(accept === undefined || accept.trim() === '' ? '*/*' : accept);
  let best: { format: AnswerFormat; quality: number; place: number } | undefined;
  for (const candidate of candidates) {
    const place = mostSpecificMatch(ranges, candidate);
    const quality = ranges[place]?.quality ?? 0;
    if (quality === 0) continue;
    if (!best || quality > best.quality || (quality === best.quality && place < best.place)) {
      best = { format: candidate.format, quality, place };
    }
  }
  return best?.format ?? (kind !== 'subscription' && acceptsDeferred(accept) ? 'deferred' : undefined);
}

/**
 * Whether the client takes answers with `@defer` in parts, as Apollo Client asks for them.
 *
 * @see https://www.apollographql.com/docs/graphos/routing/operations/defer
 */
export function acceptsDeferred(accept: string | undefined): boolean {
  return parseAccept(accept ?? '').some(
    ({ type, parameters, quality }) =>
      type === 'multipart/mixed' && parameters.get('deferspec') === '20220824' && quality > 0,
  );
}

function mostSpecificMatch(ranges: readonly MediaRange[], candidate: Candidate): number {
  const wildcards = candidate.explicitly ? [] : [`${candidate.type.slice(0, candidate.type.indexOf('/'))}/*`, '*/*'];
  for (const type of [candidate.type, ...wildcards]) {
    const place = ranges.findIndex((range) => range.type === type && hasParameters(range, candidate.parameters ?? {}));
    if (place >= 0) return place;
  }
  return -1;
}

function hasParameters(range: MediaRange, required: Readonly<Record<string, string>>): boolean {
  return Object.entries(required).every(([name, value]) => range.parameters.get(name) === value);
}

function parseAccept(accept: string): MediaRange[] {
  return splitOutsideQuotes(accept, ',').map((element) => {
    const [type = '', ...rest] = splitOutsideQuotes(element, ';');
    const parameters = new Map(rest.map(parseParameter));
    return { type: type.toLowerCase(), parameters, quality: parseQuality(parameters.get('q')) };
  });
}

function parseParameter(text: string): [name: string, value: string] {
  const equals = text.indexOf('=');
  if (equals < 0) return [text.toLowerCase(), ''];
  const value = text.slice(equals + 1).trim();
  const unquoted = value.startsWith('"') && value.endsWith('"') && value.length > 1 ? value.slice(1, -1) : value;
  return [text.slice(0, equals).trim().toLowerCase(), unquoted.replace(/\\(.)/g, '$1')];
}

/** A quality that cannot be read counts as 1, as if it were not there: refusing the request would help nobody. */
function parseQuality(text: string | undefined): number {
  const quality = text === undefined || text === '' ? 1 : Number(text);
  return quality >= 0 && quality <= 1 ? quality : 1;
}

/** A loop rather than an expression: one that knows quotes and escapes takes quadratic time on quotes left open. */
function splitOutsideQuotes(text: string, separator: ',' | ';'): string[] {
  const elements: string[] = [];
  let start = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') quoted = !quoted;
    else if (character === '\\' && quoted) index += 1;
    else if (character === separator && !quoted) {
      elements.push(text.slice(start, index));
      start = index + 1;
    }
  }
  elements.push(text.slice(start));
  return elements.map((element) => element.trim()).filter((element) => element !== '');
}
