import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { startTestServer } from './startTestServer.ts';

const EXAMPLE = { name: 'tricky', title: 'One < two & "three"', query: '{ hello(name: "</script><!--") }' };

/** Sends the path as it stands; `fetch` would resolve its dots. */
function get(url: string, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    request({ hostname, port, path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

function filesOf(html: string): readonly string[] {
  return [...new Set([...html.matchAll(/(?:src|href)="(sandbox\/[^"]+)"/g)].map(([, path]) => path ?? ''))];
}

describe('The sandbox page', () => {
  it('may talk to its own origin only, run no inline script, and be framed by nobody', async () => {
    const server = await startTestServer();
    const { headers } = await fetch(server.url);
    const policy = headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
  });

  it('loads files whose URLs change with their content, and may therefore be kept', async () => {
    const server = await startTestServer();
    const files = filesOf(await (await fetch(server.url)).text());
    expect(files.map((path) => path.split('/').at(-1)).sort()).toEqual([
      'graphiql.css',
      'graphiql.js',
      'icon.svg',
      'react-dom.js',
      'react.js',
      'sandbox.css',
      'sandbox.js',
    ]);
    for (const path of files) {
      const response = await fetch(`${server.url}/${path}`);
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('content-type')).toMatch(/^(text\/(javascript|css); charset=utf-8|image\/svg\+xml)$/);
    }
  });

  it.each([
    '/sandbox',
    '/sandbox/',
    '/sandbox/../package.json',
    '/sandbox/%2e%2e/package.json',
    '/sandbox/..%2fpackage.json',
    '/sandbox/..%5cpackage.json',
    '/sandbox/%252e%252e%252fpackage.json',
    '/sandbox/HASH/../../package.json',
    '/sandbox/HASH/%2e%2e/%2e%2e/package.json',
    '/sandbox/HASH/..%2f..%2fpackage.json',
    '/sandbox/HASH/sandboxAssets.ts',
    '/sandbox/HASH/sandbox.js%00.css',
    '/sandbox/0000000000000000/sandbox.js',
    '/sandbox/sandbox.js',
  ])('is served with its own files and no others: %s', async (path) => {
    const server = await startTestServer();
    const hash = filesOf(await (await fetch(server.url)).text())
      .find((file) => file.endsWith('sandbox.js'))
      ?.split('/')[1];
    expect(await get(server.url, path.replace('HASH', hash ?? ''))).toBe(404);
  });

  it('holds its examples, whatever they contain', async () => {
    const server = await startTestServer({ sandboxExamples: [EXAMPLE] });
    const html = await (await fetch(server.url)).text();
    expect(html).toContain('<a href="?example=tricky">One &lt; two &amp; &quot;three&quot;</a>');
    const [, settings = ''] = /id="sandbox-settings">(.*?)<\/script>/s.exec(html) ?? [];
    expect(JSON.parse(settings)).toEqual({ firstQuery: EXAMPLE.query, examples: { tricky: EXAMPLE.query } });
    expect(settings).not.toContain('<');
  });

  it('without examples has no menu of them, and a first query that fits any schema', async () => {
    const server = await startTestServer();
    const html = await (await fetch(server.url)).text();
    expect(html).not.toContain('Examples');
    expect(html).toContain('__typename');
  });
});
