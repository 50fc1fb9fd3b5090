import type { RouteHandler } from '../routes.ts';
import type { ZendeskAccount, ZendeskUser } from './zendeskAccount.ts';
import { listedIds, presentPage } from './zendeskPages.ts';

/** @see https://developer.zendesk.com/api-reference/ticketing/users/users/ */
export function userRoutes(account: ZendeskAccount): Readonly<Record<string, RouteHandler>> {
  return {
    'GET /api/v2/users/me': () => ({ status: 200, body: { user: present(account.me) } }),
    'GET /api/v2/users/show_many': (request) => {
      const ids = listedIds(request.query);
      const externalIds = listedIds(request.query, 'external_ids');
      const users = account.users.filter(
        ({ id, externalId }) => ids.includes(String(id)) || externalIds.includes(externalId ?? ''),
      );
      return { status: 200, body: { users: users.map(present), count: users.length } };
    },
    'GET /api/v2/users/search': (request) => {
      const sought = request.query
        .get('query')
        ?.replace(/^email:/, '')
        .replaceAll('"', '')
        .toLowerCase();
      const externalId = request.query.get('external_id');
      const users = account.users.filter((user) =>
        externalId === null ? user.email === sought : user.externalId === externalId,
      );
      return { status: 200, body: presentPage(request, 'users', users.map(present)) };
    },
    'POST /api/v2/users/create_or_update': ({ body }) => {
      const { user } = JSON.parse(body) as { user: { email: string; name?: string; verified?: boolean } };
      const known = account.userByEmail(user.email);
      return { status: known ? 200 : 201, body: { user: present(known ?? account.addUser(user)) } };
    },
    'GET /api/v2/users': (request) => ({
      status: 200,
      body: presentPage(request, 'users', account.users.map(present)),
    }),
    'GET /api/v2/users/:id': (_request, { id }) => ({ status: 200, body: { user: present(account.user(Number(id))) } }),
  };
}

function present({ externalId, createdAt, ...user }: ZendeskUser) {
  return { ...user, external_id: externalId, created_at: createdAt, updated_at: createdAt, active: true };
}
