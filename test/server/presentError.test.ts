import { GraphQLError } from 'graphql';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createErrorPresenter } from '../../gateway/server/presentError.ts';
import { SluiceError, UpstreamUnavailableError } from '../../subgraphs/kit/errors.ts';
import { startTestServer } from './startTestServer.ts';

const present = createErrorPresenter(pino({ level: 'silent' }));

describe('What a client sees of an error', () => {
  it('is all of an expected failure', () => {
    expect(present(new UpstreamUnavailableError('crm', 'it timed out'))).toEqual({
      message: 'The subgraph "crm" did not answer: it timed out.',
      extensions: { code: 'UPSTREAM_UNAVAILABLE', retryable: true, subgraph: 'crm' },
    });
  });

  it("is all of another subgraph's error that has a code, but no stack trace and nothing for our HTTP", () => {
    const extensions = {
      code: 'CARD_DECLINED',
      stacktrace: ['at pay.ts'],
      exception: { stacktrace: [] },
      http: { status: 302 },
    };
    expect(present(new GraphQLError('Declined.', { path: ['pay'], extensions }))).toEqual({
      message: 'Declined.',
      path: ['pay'],
      extensions: { code: 'CARD_DECLINED' },
    });
    expect(present({ message: 'Declined.', extensions })).toEqual({
      message: 'Declined.',
      extensions: { code: 'CARD_DECLINED' },
    });
  });

  it.each([
    ['an exception', new Error('hunter2')],
    ['a GraphQL error around an exception', new GraphQLError('hunter2', { originalError: new Error('hunter2') })],
    ['a GraphQL error without a code', new GraphQLError('hunter2')],
    ['an error that says it is a fault', new SluiceError('INTERNAL_SERVER_ERROR', 'hunter2')],
    ['a string', 'hunter2'],
    ['nothing', undefined],
  ])('is nothing but an id of %s', (_, error) => {
    expect(present(error)).toEqual({
      message: 'Internal server error',
      extensions: { code: 'INTERNAL_SERVER_ERROR', errorId: expect.stringMatching(/^[-0-9a-f]{36}$/), retryable: true },
    });
  });

  it('is found in the log, whole, by its id', async () => {
    const server = await startTestServer();
    const response = await server.post({ query: '{ hello crashes }' });
    expect(response.status).toBe(200);
    const body = (await response.json()) as { errors: { extensions: { errorId: string } }[] };
    expect(body).toMatchObject({
      data: { hello: 'Hello, world!', crashes: null },
      errors: [{ message: 'Internal server error', path: ['crashes'] }],
    });
    const entry = server.log.find(({ errorId }) => errorId === body.errors[0]?.extensions.errorId);
    expect(entry).toMatchObject({
      path: 'crashes',
      err: { message: 'secret: the password is hunter2', stack: expect.stringContaining('testGateway.ts') },
    });
  });
});
