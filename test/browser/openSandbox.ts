import type { Browser, Page } from 'playwright-core';

/** The sandbox page, in a browser profile of its own. */
export interface OpenSandbox extends AsyncDisposable {
  readonly page: Page;
  /** Every URL that the page asked for, WebSockets too. */
  readonly requested: readonly string[];
  /** Errors on the console, exceptions, requests that failed or were refused. The test may empty it. */
  readonly problems: string[];
  /** What the page has sent over WebSockets, parsed. */
  readonly sent: readonly unknown[];
  /** Replaces what stands in the editor, key by key as somebody would, by an operation that has a name. */
  type(operation: string): Promise<void>;
  /** Writes into the editor for headers. */
  typeHeaders(headers: string): Promise<void>;
  run(): Promise<void>;
  /** What stands in the editor now. */
  query(): Promise<string>;
  /** The answer that the page shows now; undefined while it shows none. */
  answer(): Promise<unknown>;
}

/** Opens the page and waits until it can be used. Nothing but `url` can be reached from it. */
export async function openSandbox(browser: Browser, url: string, path = '/'): Promise<OpenSandbox> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const requested: string[] = [];
  const problems: string[] = [];
  const sent: unknown[] = [];
  const isOwn = (asked: string) => asked.startsWith(`${url}/`) || asked.startsWith(`${url.replace('http', 'ws')}/`);
  await context.route(
    (asked) => !isOwn(asked.href),
    (route) => route.abort('blockedbyclient'),
  );
  page.on('request', (request) => requested.push(request.url()));
  page.on('requestfailed', (request) => problems.push(`failed: ${request.url()}`));
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.status()}: ${response.url()}`);
  });
  page.on('websocket', (socket) => {
    requested.push(socket.url());
    socket.on('framesent', ({ payload }) => sent.push(JSON.parse(payload.toString())));
    socket.on('socketerror', (error) => problems.push(`WebSocket: ${error}`));
  });
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`exception: ${error.message}`));

  await page.goto(url + path);
  // The schema is there once this lists its root types.
  await page.getByLabel('Show Documentation Explorer').click();
  await page.getByText('Root Types').waitFor();
  await page.getByLabel('Hide Documentation Explorer').click();

  // An empty line is drawn as a space without width, the space at which a line may be broken as one that does not break.
  const textOf = async (section: string) => {
    const lines = await page.locator(`${section} .CodeMirror-line`).allTextContents();
    return lines.join('\n').replaceAll('\u200b', '').replaceAll('\u00a0', ' ');
  };
  const fill = async (section: string, text: string) => {
    await page.locator(`${section} .CodeMirror`).click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(text);
  };
  return {
    page,
    requested,
    problems,
    sent,
    async type(operation) {
      await fill('.graphiql-query-editor', operation);
      // GraphiQL parses a moment after the last key, and then names the tab.
      const [, name = ''] = /^\w+ (\w+)/.exec(operation) ?? [];
      await page.locator('.graphiql-tab-active', { hasText: name }).waitFor();
    },
    async typeHeaders(headers) {
      await page.getByRole('button', { name: 'Headers' }).click();
      await fill('.graphiql-editor-tool .graphiql-editor:not(.hidden)', headers);
    },
    run: () => page.getByLabel('Execute query').click(),
    query: () => textOf('.graphiql-query-editor'),
    async answer() {
      const text = await textOf('.result-window');
      return text.trim() === '' ? undefined : (JSON.parse(text) as unknown);
    },
    [Symbol.asyncDispose]: () => context.close(),
  };
}
