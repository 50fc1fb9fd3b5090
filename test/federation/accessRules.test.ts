import { describe, expect, it } from 'vitest';
import { DEFERRED } from '../../gateway/federation/deferredAnswer.ts';
import { ANONYMOUS } from '../../subgraphs/kit/caller.ts';
import { composeGateway } from './composedGateway.ts';

type Reference = Record<string, unknown>;

const subgraphs = {
  people: {
    sdl: `
      type Query { me: Person @authenticated, people: [Person!]!, posts: [Post!]!, vault: Vault, ledger: Ledger }
      type Mutation { rename(name: String!): String, remove: String @requiresScopes(scopes: [["admin"], ["people:write", "people:delete"]]) }
      interface Post { id: ID!, title: String }
      type Public implements Post { id: ID!, title: String }
      type Private implements Post { id: ID!, title: String @requiresScopes(scopes: [["posts"]]) }
      type Person @key(fields: "id") { id: ID!, name: String! }
      type Vault @policy(policies: [["vip"]]) { gold: Int }
      union Ledger = Vault | Public
    `,
    resolvers: {
      Query: {
        me: () => ({ id: '1', name: 'Ada' }),
        people: () => [
          { id: '1', name: 'Ada' },
          { id: '2', name: 'Grace' },
        ],
        posts: () => [
          { __typename: 'Public', id: '1', title: 'News' },
          { __typename: 'Private', id: '2', title: 'Diary' },
        ],
        vault: () => ({ gold: 7 }),
        ledger: () => ({ __typename: 'Vault', gold: 7 }),
      },
      Mutation: { rename: (_: unknown, { name }: { name: string }) => name, remove: () => 'gone' },
    },
  },
  pay: {
    sdl: `
      type Person @key(fields: "id") {
        id: ID!, salary: Int @requiresScopes(scopes: [["pay:read"]]), bonus: Int! @requiresScopes(scopes: [["pay:read"]])
      }
    `,
    resolvers: { Person: { salary: ({ id }: Reference) => Number(id) * 100, bonus: () => 1 } },
  },
};

function caller(scopes: readonly string[] = [], policies?: readonly string[]) {
  return { context: { caller: { id: 'ada', scopes, claims: policies ? { policies } : {} } } };
}

const refused = (...path: string[]) => ({
  message: 'Unauthorized field or type',
  path,
  extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' },
});

describe('What a caller may not see', () => {
  it('is null with an error, and no subgraph is asked for it', async () => {
    const { query, requests } = await composeGateway(subgraphs);
    expect(await query('{ me { name } people { name pay: salary } }')).toEqual({
      data: {
        me: null,
        people: [
          { name: 'Ada', pay: null },
          { name: 'Grace', pay: null },
        ],
      },
      errors: [refused('me'), refused('people', '@', 'pay')],
    });
    expect(requests.map(({ subgraph, query: sent }) => [subgraph, sent])).toEqual([['people', '{people{name}}']]);
  });

  it('is there for those who may', async () => {
    const { query } = await composeGateway(subgraphs);
    expect(await query('{ me { name salary } }', caller(['pay:read']))).toEqual({
      data: { me: { name: 'Ada', salary: 100 } },
    });
    expect(await query('{ me { name salary } }', caller(['other']))).toEqual({
      data: { me: { name: 'Ada', salary: null } },
      errors: [refused('me', 'salary')],
    });
  });

  it('makes null what may not be without it, with that one error', async () => {
    const { query } = await composeGateway(subgraphs);
    expect(await query('{ me { name bonus } }', caller())).toEqual({
      data: { me: null },
      errors: [refused('me', 'bonus')],
    });
  });

  it('is nothing to speak of where the operation leaves it out', async () => {
    const { query } = await composeGateway(subgraphs);
    const document =
      'query ($with: Boolean!) { people { name ...Pay @include(if: $with) } } fragment Pay on Person { salary }';
    expect(await query(document, { variables: { with: false } })).toEqual({
      data: { people: [{ name: 'Ada' }, { name: 'Grace' }] },
    });
    expect((await query(document, { variables: { with: true } })).errors).toEqual([refused('people', '@', 'salary')]);
  });

  it('has no effect in a mutation', async () => {
    const { query, requests } = await composeGateway(subgraphs);
    expect(await query('mutation { rename(name: "x") remove }', caller(['people:write']))).toEqual({
      data: { rename: 'x', remove: null },
      errors: [refused('remove')],
    });
    expect(requests.map(({ query: sent }) => sent)).toEqual(['mutation{rename(name:"x")}']);
    for (const scopes of [['admin'], ['people:delete', 'people:write']]) {
      expect(await query('mutation { remove }', caller(scopes))).toEqual({ data: { remove: 'gone' } });
    }
  });

  it('by the rule of its type is refused wherever the type is', async () => {
    const { query } = await composeGateway(subgraphs);
    const document = '{ vault { gold } ledger { __typename ... on Vault { gold } } }';
    expect(await query(document, caller([], ['vip']))).toEqual({
      data: { vault: { gold: 7 }, ledger: { __typename: 'Vault', gold: 7 } },
    });
    expect(await query(document, caller([], ['other']))).toEqual({
      data: { vault: null, ledger: { __typename: 'Vault', gold: null } },
      errors: [refused('vault'), refused('ledger', 'gold')],
    });
    expect((await query(document, { context: { caller: ANONYMOUS } })).errors).toHaveLength(2);
  });

  it('in one type of an interface is refused for the interface, and told apart by fragments', async () => {
    const { query } = await composeGateway(subgraphs);
    expect(await query('{ posts { id title } }', caller())).toEqual({
      data: {
        posts: [
          { id: '1', title: null },
          { id: '2', title: null },
        ],
      },
      errors: [refused('posts', '@', 'title')],
    });
    expect(await query('{ posts { id ... on Public { title } } }', caller())).toEqual({
      data: { posts: [{ id: '1', title: 'News' }, { id: '2' }] },
    });
    expect(await query('{ posts { title } }', caller(['posts']))).toEqual({
      data: { posts: [{ title: 'News' }, { title: 'Diary' }] },
    });
  });

  it('is null with an error in an answer with @defer, in the first part and in later ones', async () => {
    const gateway = await composeGateway(subgraphs);
    const document = `{
      me { name }
      people { name pay: salary ... @defer { id salary } }
      ... @defer(label: "none") { vault { gold } }
      ... @defer(label: "posts") { posts { id title } }
    }`;
    const result = await gateway.execute(document, { context: { acceptsDeferred: true } });
    const { [DEFERRED]: later, ...initial } = result;
    const parts = [];
    for await (const part of later ?? []) parts.push(...(part.incremental ?? []));
    expect(JSON.parse(JSON.stringify(initial))).toEqual({
      data: {
        me: null,
        people: [
          { name: 'Ada', pay: null },
          { name: 'Grace', pay: null },
        ],
        vault: null,
      },
      errors: [
        refused('me'),
        refused('people', '@', 'pay'),
        refused('people', '@', 'salary'),
        refused('vault'),
        refused('posts', '@', 'title'),
      ],
    });
    const inOrder = parts.sort((a, b) => a.path.join().localeCompare(b.path.join()));
    expect(JSON.parse(JSON.stringify(inOrder))).toEqual([
      {
        label: 'posts',
        path: [],
        data: {
          posts: [
            { id: '1', title: null },
            { id: '2', title: null },
          ],
        },
      },
      { path: ['people', 0], data: { id: '1', salary: null } },
      { path: ['people', 1], data: { id: '2', salary: null } },
    ]);
    expect(gateway.requests.map(({ query }) => query).join()).not.toMatch(/salary|vault|title|\bme\b/);
  });

  it('makes a deferred fragment null that may not be without it, with the one error of the first answer', async () => {
    const gateway = await composeGateway(subgraphs);
    const document = '{ people { name ... @defer { id bonus } } }';
    const result = await gateway.execute(document, { context: { acceptsDeferred: true } });
    expect(JSON.parse(JSON.stringify(result.errors))).toEqual([refused('people', '@', 'bonus')]);
    const parts = [];
    for await (const part of result[DEFERRED] ?? []) parts.push(...(part.incremental ?? []));
    expect(parts).toEqual([
      { path: ['people', 0], data: null },
      { path: ['people', 1], data: null },
    ]);
  });

  it('is decided for each caller, whatever was planned for others', async () => {
    const { query } = await composeGateway(subgraphs);
    const document = '{ people { id salary } }';
    const paid = {
      people: [
        { id: '1', salary: 100 },
        { id: '2', salary: 200 },
      ],
    };
    const unpaid = {
      people: [
        { id: '1', salary: null },
        { id: '2', salary: null },
      ],
    };
    expect((await query(document, caller(['pay:read']))).data).toEqual(paid);
    expect((await query(document)).data).toEqual(unpaid);
    expect((await query(document, caller(['pay:read']))).data).toEqual(paid);
  });
});
