import type { SandboxAssets } from './sandboxAssets.ts';

/** An operation that the sandbox page offers to try. */
export interface SandboxExample {
  /** Its place in a link, `/?example=NAME`: lower-case letters, digits and hyphens. */
  readonly name: string;
  /** What the link says. */
  readonly title: string;
  readonly query: string;
}

/** For a schema that is not known here: one field that every schema has. */
const FIRST_QUERY = `# Ctrl-Enter runs this, Ctrl-Space completes it.
# The icons on the left: documentation, history.
{
  __typename
}
`;

const APOLLO_SANDBOX = 'https://studio.apollographql.com/sandbox/explorer';

/**
 * The HTML of the sandbox page; the first example stands in the editor. All its URLs are relative, so that it works
 * under any path of a proxy. What the script needs to know lies in a data block, which no browser executes.
 */
export function renderSandboxPage(assets: SandboxAssets, examples: readonly SandboxExample[]): string {
  const settings = {
    firstQuery: examples[0]?.query ?? FIRST_QUERY,
    examples: Object.fromEntries(examples.map(({ name, query }) => [name, query])),
  };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sluice</title>
<link rel="icon" href="${assets['icon.svg'].path}">
<link rel="stylesheet" href="${assets['graphiql.css'].path}">
<link rel="stylesheet" href="${assets['sandbox.css'].path}">
<script type="application/json" id="sandbox-settings">${jsonForHtml(settings)}</script>
<script defer src="${assets['react.js'].path}"></script>
<script defer src="${assets['react-dom.js'].path}"></script>
<script defer src="${assets['graphiql.js'].path}"></script>
<script type="module" src="${assets['sandbox.js'].path}"></script>
</head>
<body>
<header>
<h1><a href="?"><img src="${assets['icon.svg'].path}" alt="" width="20" height="20">Sluice</a></h1>
<nav aria-label="Sandbox">${examplesMenu(examples)}
<a href="health/ready">Health</a>
<a id="apollo-sandbox" href="${APOLLO_SANDBOX}" target="_blank" rel="noopener noreferrer" title="Opens a page of another origin. For it to reach this endpoint, start Sluice with CORS_ORIGINS=https://studio.apollographql.com">Apollo Sandbox ↗</a>
</nav>
</header>
<main id="explorer">
<noscript>
<p>Sluice is a GraphQL federation data gateway: one schema over the systems a business runs on, every change pushed
live. This page explores it and needs JavaScript; GraphQL itself is at <code>/graphql</code>:</p>
<pre>curl http://127.0.0.1:4000/graphql -H 'content-type: application/json' -d '{"query":"{ __typename }"}'</pre>
</noscript>
</main>
</body>
</html>
`;
}

function examplesMenu(examples: readonly SandboxExample[]): string {
  if (examples.length === 0) return '';
  const items = examples.map(
    ({ name, title }) => `<li><a href="?example=${encodeURIComponent(name)}">${escapeHtml(title)}</a></li>`,
  );
  return `
<button type="button" popovertarget="examples">Examples ▾</button>
<ul id="examples" popover>
${items.join('\n')}
</ul>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** Inside a script element nothing is unescaped, and only `</script` and `<!--` have a meaning. */
function jsonForHtml(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
