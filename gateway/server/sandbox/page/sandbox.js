// Starts GraphiQL in the page that renderSandboxPage.ts renders; the scripts before this one define the three globals.
const { React, ReactDOM, GraphiQL } = globalThis;

const settings = JSON.parse(document.getElementById('sandbox-settings').textContent);
const endpoint = new URL('graphql', location.href);
const webSocketEndpoint = new URL(endpoint);
webSocketEndpoint.protocol = endpoint.protocol.replace('http', 'ws');

const fetchOrSubscribe = GraphiQL.createFetcher({ url: endpoint.href, subscriptionUrl: webSocketEndpoint.href });

/** A WebSocket has no headers of its own: what the headers editor holds goes as the server expects it. */
function fetcher(request, options) {
  const { headers = {}, documentAST } = options ?? {};
  const forSocket = documentAST && isSubscription(documentAST, request.operationName);
  return fetchOrSubscribe(request, { ...options, headers: forSocket ? { headers } : headers });
}

function isSubscription(document, operationName) {
  return document.definitions.some(
    ({ operation, name }) => operation === 'subscription' && (!operationName || name?.value === operationName),
  );
}

/** What the link that opened the page asks for; undefined shows the tabs of last time, or the first query. */
function linkedQuery(parameters) {
  const example = parameters.get('example');
  if (example !== null && Object.hasOwn(settings.examples, example)) return settings.examples[example];
  return parameters.get('query') ?? undefined;
}

const parameters = new URLSearchParams(location.search);
const query = linkedQuery(parameters);

ReactDOM.createRoot(document.getElementById('explorer')).render(
  React.createElement(
    GraphiQL,
    {
      fetcher,
      query,
      variables: query === undefined ? undefined : (parameters.get('variables') ?? undefined),
      defaultQuery: settings.firstQuery,
      shouldPersistHeaders: false,
    },
    // The header bar says whose page this is.
    React.createElement(GraphiQL.Logo, {}, null),
  ),
);

const apolloSandbox = document.getElementById('apollo-sandbox');
apolloSandbox.search = new URLSearchParams({ endpoint: endpoint.href }).toString();
