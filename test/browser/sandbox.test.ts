import { buildClientSchema, getIntrospectionQuery, parse, validate } from 'graphql';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sandboxExamples } from '../../gateway/sandboxExamples.ts';
import { browserTestsRun, launchChromium } from '../harness/chromium.ts';
import { startSluice, type TestSluice } from '../harness/startSluice.ts';
import { startTestServer } from '../server/startTestServer.ts';
import { openSandbox } from './openSandbox.ts';

const ALL_SYSTEMS = new Set(['integration', 'crm', 'payments', 'support', 'commerce', 'inventory', 'messaging']);
const EXAMPLES = sandboxExamples(ALL_SYSTEMS);

const TAKE_PAYMENT = `mutation {
  createPayment(input: { customerEmail: "ada.okafor@example.com", amount: { amount: "12.50", currencyCode: "EUR" } }) {
    payment { id }
  }
}`;

/** For what arrives over the network and is drawn. */
const SOON = { timeout: 15_000, interval: 50 };

describe.runIf(browserTestsRun)('The sandbox, in a browser', () => {
  let browser: Browser;
  let sluice: TestSluice;
  beforeAll(async () => {
    browser = await launchChromium();
    sluice = await startSluice({ seed: 'demo' });
  });
  afterAll(async () => {
    await browser?.close();
    await sluice?.[Symbol.asyncDispose]();
  });

  it('answers a query that is typed into it', async () => {
    await using sandbox = await openSandbox(browser, sluice.url);
    await sandbox.type('query Typed { customer(email: "ada.okafor@example.com") { name contact { email } } }');
    await sandbox.run();
    await expect
      .poll(() => sandbox.answer(), SOON)
      .toEqual({
        data: { customer: { name: 'Ada Okafor', contact: { email: 'ada.okafor@example.com' } } },
      });
    expect(sandbox.problems).toEqual([]);
  });

  it('has a first query in the editor, which only has to be run', async () => {
    await using sandbox = await openSandbox(browser, sluice.url);
    expect(await sandbox.query()).toContain('query Customers {');
    await sandbox.run();
    await expect.poll(() => sandbox.page.locator('.result-window').textContent(), SOON).toContain('"stage":');
    expect(sandbox.problems).toEqual([]);
  });

  it('shows in a subscription the change that a mutation makes', async () => {
    await using sandbox = await openSandbox(browser, sluice.url);
    const head = await sluice.head();
    await sandbox.type(
      `subscription Typed { paymentChanged(after: "${head}") { kind payment { id customer { name contact { email } } } } }`,
    );
    await sandbox.run();
    const { data } = await sluice.ask(TAKE_PAYMENT);
    await expect
      .poll(() => sandbox.answer(), SOON)
      .toEqual({
        data: {
          paymentChanged: {
            kind: 'CREATED',
            payment: {
              id: data.createPayment.payment.id,
              customer: { name: 'Ada Okafor', contact: { email: 'ada.okafor@example.com' } },
            },
          },
        },
      });
    await sandbox.page.getByLabel('Stop query').click();
    await expect.poll(() => sandbox.sent, SOON).toContainEqual(expect.objectContaining({ type: 'complete' }));
    expect(sandbox.problems).toEqual([]);
  });

  it('sends the headers of its editor with a subscription where the server reads them', async () => {
    await using sandbox = await openSandbox(browser, sluice.url);
    await sandbox.type('subscription Typed { paymentChanged { kind } }');
    await sandbox.typeHeaders('{ "authorization": "Bearer mine" }');
    await sandbox.run();
    await expect
      .poll(() => sandbox.sent, SOON)
      .toContainEqual({ type: 'connection_init', payload: { headers: { authorization: 'Bearer mine' } } });
  });

  it('shows the documentation of the schema', async () => {
    await using sandbox = await openSandbox(browser, sluice.url);
    const { page } = sandbox;
    await page.getByLabel('Show Documentation Explorer').click();
    const pane = page.locator('.graphiql-plugin');
    await pane.getByRole('link', { name: 'Query', exact: true }).click();
    await pane.getByRole('link', { name: 'customers', exact: true }).click();
    await expect.poll(() => pane.textContent(), SOON).toContain('Every customer, newest first.');
  });

  it('remembers what was run', async () => {
    await using sandbox = await openSandbox(browser, sluice.url);
    const { page } = sandbox;
    await sandbox.type('query Remembered { changeCursor }');
    await sandbox.run();
    await expect.poll(() => sandbox.answer(), SOON).toHaveProperty('data.changeCursor');
    await page.reload();
    await page.getByLabel('Show History').click();
    await expect.poll(() => page.locator('.graphiql-plugin').textContent(), SOON).toContain('Remembered');
  });

  it('asks nothing of any other machine, whatever is opened in it', async () => {
    await using sandbox = await openSandbox(browser, sluice.url);
    const { page, requested } = sandbox;
    await sandbox.run();
    await expect.poll(() => page.locator('.result-window').textContent(), SOON).toContain('"data":');
    await sandbox.type('subscription Typed { paymentChanged { kind } }');
    await sandbox.run();
    await expect.poll(() => requested.at(-1), SOON).toMatch(/^ws:/);
    await page.getByLabel('Stop query').click();
    await page.getByLabel('Show Documentation Explorer').click();
    await page.getByLabel('Show History').click();
    await page.getByLabel('Open settings dialog').click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Examples' }).click();
    await page.getByRole('link', { name: 'Mutation: take a payment' }).click();
    await expect.poll(() => sandbox.query(), SOON).toContain('mutation TakePayment {');

    expect(new Set(requested.map((url) => new URL(url).host))).toEqual(new Set([new URL(sluice.url).host]));
    expect(sandbox.problems).toEqual([]);
  });

  it('could not ask another machine if it tried', async () => {
    await using sandbox = await openSandbox(browser, sluice.url);
    for (const attempt of [
      "fetch('https://other.example/')",
      "new Image().src = 'https://other.example/pixel.png'",
      "document.head.append(Object.assign(document.createElement('script'), { src: 'https://other.example/a.js' }))",
      "new WebSocket('wss://other.example/')",
    ]) {
      sandbox.problems.length = 0;
      await sandbox.page.evaluate(`void (${attempt})`);
      await expect.poll(() => sandbox.problems.join('\n'), SOON).toContain('Content Security Policy');
    }
  });

  it('links to its examples, each of which opens in the editor', async () => {
    await using sandbox = await openSandbox(browser, sluice.url);
    const { page } = sandbox;
    expect(await page.locator('#examples a').allTextContents()).toEqual(EXAMPLES.map(({ title }) => title));
    for (const { title, query } of EXAMPLES) {
      await page.getByRole('button', { name: 'Examples' }).click();
      await page.getByRole('link', { name: title }).click();
      await expect.poll(() => sandbox.query(), SOON).toBe(query);
    }
    expect(sandbox.problems).toEqual([]);
  });

  it('has examples that are valid in the schema', async () => {
    const { data } = await sluice.ask(getIntrospectionQuery());
    const schema = buildClientSchema(data);
    for (const { name, query } of EXAMPLES) expect([name, validate(schema, parse(query))]).toEqual([name, []]);
  });

  it('opens the query of a link, and does not run it', async () => {
    const query = 'query Linked($email: String) { customer(email: $email) { name } }';
    const variables = '{ "email": "ada.okafor@example.com" }';
    await using sandbox = await openSandbox(browser, sluice.url, `/?${new URLSearchParams({ query, variables })}`);
    expect(await sandbox.query()).toBe(query);
    expect(await sandbox.answer()).toBeUndefined();
    await sandbox.run();
    await expect.poll(() => sandbox.answer(), SOON).toEqual({ data: { customer: { name: 'Ada Okafor' } } });
  });

  it('opens Apollo Sandbox on this endpoint, and says what that needs', async () => {
    await using sandbox = await openSandbox(browser, sluice.url);
    const link = sandbox.page.getByRole('link', { name: 'Apollo Sandbox' });
    const endpoint = encodeURIComponent(`${sluice.url}/graphql`);
    expect(await link.getAttribute('href')).toBe(
      `https://studio.apollographql.com/sandbox/explorer?endpoint=${endpoint}`,
    );
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
    expect(await link.getAttribute('title')).toContain('CORS_ORIGINS=https://studio.apollographql.com');
  });

  it('works with any schema', async () => {
    const server = await startTestServer();
    await using sandbox = await openSandbox(browser, server.url);
    await sandbox.run();
    await expect.poll(() => sandbox.answer(), SOON).toEqual({ data: { __typename: 'Query' } });
    expect(sandbox.problems).toEqual([]);
  });
});
