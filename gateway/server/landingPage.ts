/** What `/` serves to a browser. It loads nothing, so that it works offline and under any content policy. */
export const LANDING_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sluice</title>
<style>body { font: 1rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 4rem auto; padding: 0 1rem }</style>
<h1>Sluice</h1>
<p>A GraphQL federation data gateway: one schema over the systems a business runs on, every change pushed live.</p>
<p>GraphQL is at <code>/graphql</code>: queries and mutations by POST, subscriptions by WebSocket
(<code>graphql-transport-ws</code>), server-sent events or multipart.</p>
<pre>curl http://127.0.0.1:4000/graphql -H 'content-type: application/json' -d '{"query":"{ __typename }"}'</pre>
<p><a href="/health/live">Is it running?</a> · <a href="/health/ready">Is it ready?</a></p>
</html>
`;
