import type { FastifyInstance } from 'fastify';
import { renderSandboxPage, type SandboxExample } from './renderSandboxPage.ts';
import { loadSandboxAssets, type SandboxAsset } from './sandboxAssets.ts';

/** The sandbox page and everything that it loads. */
export interface Sandbox {
  readonly page: string;
  readonly assets: readonly SandboxAsset[];
}

/**
 * What the page may do in a browser: talk to this origin, and nothing else. Styles may be inline, since GraphiQL's
 * editor and dialogs write style elements; scripts may not.
 *
 * @see https://www.w3.org/TR/CSP3/
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export async function loadSandbox(examples: readonly SandboxExample[]): Promise<Sandbox> {
  const assets = await loadSandboxAssets();
  return { page: renderSandboxPage(assets, examples), assets: Object.values(assets) };
}

/**
 * Serves GraphiQL at `/`, and its files under `/sandbox/`. Each file is a route of its own: no part of a URL ever
 * becomes part of a file name.
 */
export function serveSandbox(fastify: FastifyInstance, { page, assets }: Sandbox): void {
  fastify.get('/', { logLevel: 'warn' }, (_request, reply) =>
    reply
      .headers({
        'cache-control': 'no-cache',
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      })
      .type('text/html; charset=utf-8')
      .send(page),
  );
  for (const { path, contentType, content } of assets) {
    fastify.get(`/${path}`, { logLevel: 'warn' }, (_request, reply) =>
      reply
        .headers({ 'cache-control': 'public, max-age=31536000, immutable', 'x-content-type-options': 'nosniff' })
        .type(contentType)
        .send(content),
    );
  }
}
