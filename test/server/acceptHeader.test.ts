import fc from 'fast-check';
import { OperationTypeNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { negotiateFormat } from '../../gateway/server/acceptHeader.ts';

describe('The Accept header', () => {
  it.each([
    [undefined, 'json'],
    ['', 'json'],
    ['*/*', 'json'],
    ['application/json', 'json'],
    ['APPLICATION/JSON; charset=utf-8', 'json'],
    ['application/graphql-response+json', 'graphql-response+json'],
    ['application/graphql-response+json, application/json', 'graphql-response+json'],
    ['application/graphql-response+json;q=0.5, application/json', 'json'],
    ['application/json;q=0, */*', 'graphql-response+json'],
    ['text/event-stream', 'event-stream'],
    ['application/json, text/event-stream', 'json'],
    ['multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json', 'multipart'],
    ['multipart/mixed;deferSpec=20220824, application/json;q=0.9', 'json'],
    ['text/html', undefined],
    ['application/json;q=0', undefined],
    ['multipart/mixed', undefined],
    ['multipart/mixed;subscriptionSpec=2.0', undefined],
    ['application/json;q=nonsense', 'json'],
  ])('%s chooses %s for a query', (accept, format) => {
    expect(negotiateFormat(accept, OperationTypeNode.QUERY)).toBe(format);
  });

  it.each([
    ['text/event-stream', 'event-stream'],
    ['text/event-stream, multipart/mixed', 'event-stream'],
    ['multipart/mixed;subscriptionSpec=1.0, text/event-stream;q=0.5', 'multipart'],
    ['multipart/mixed; subscriptionSpec="1.0", application/json', 'multipart'],
    ['multipart/mixed;boundary="a,b;c";subscriptionspec="1\\.0"', 'multipart'],
    ['application/json, text/event-stream', 'event-stream'],
    [undefined, undefined],
    ['*/*', undefined],
    ['text/*', undefined],
    ['application/json', undefined],
  ])('%s chooses %s for a subscription', (accept, format) => {
    expect(negotiateFormat(accept, OperationTypeNode.SUBSCRIPTION)).toBe(format);
  });

  it('is never too strange to be read', () => {
    const pieces = fc.constantFrom(
      'text/event-stream',
      'multipart/mixed',
      'application/json',
      '*/*',
      ';',
      ',',
      '"',
      '\\',
      '=',
      'q=',
      'subscriptionSpec',
      '1.0',
      ' ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(pieces).map((parts) => parts.join('')),
          fc.string(),
        ),
        (accept) => {
          const format = negotiateFormat(accept, OperationTypeNode.SUBSCRIPTION);
          if (format === 'multipart') expect(accept.toLowerCase()).toContain('subscriptionspec');
          if (format === 'event-stream') expect(accept.toLowerCase()).toContain('text/event-stream');
        },
      ),
    );
  });

  it('is read in a time that grows with its length', () => {
    const started = performance.now();
    for (const piece of ['"', '\\', ',', ';', '"\\', 'a="', ';q="'])
      negotiateFormat(piece.repeat(100_000 / piece.length), undefined);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
