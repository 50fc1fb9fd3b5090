import type { VendorRequest, VendorResponse } from './emulator.ts';

/** Answers a request whose path fits; `params` are the parts of the path that the route names, decoded. */
export type RouteHandler = (request: VendorRequest, params: Readonly<Record<string, string>>) => VendorResponse;

/**
 * Finds the handler of a request by method and path, such as `'GET /crm/v3/owners/:ownerId'`. The first route that fits
 * answers.
 */
export function defineRoutes(
  routes: Readonly<Record<string, RouteHandler>>,
  notFound: (request: VendorRequest) => VendorResponse,
): (request: VendorRequest) => VendorResponse {
  const compiled = Object.entries(routes).map(([route, handler]) => {
    const [method, path = ''] = route.split(' ');
    const pattern = path.replaceAll('.', '\\.').replace(/:(\w+)/g, '(?<$1>[^/]+?)');
    return { method, pattern: new RegExp(`^${pattern}/?$`), handler };
  });
  return (request) => {
    for (const { method, pattern, handler } of compiled) {
      const match = method === request.method ? pattern.exec(request.path) : null;
      if (!match) continue;
      const params = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
      return handler(request, Object.fromEntries(params));
    }
    return notFound(request);
  };
}
