import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Those after the first keep the browser from calling its maker: what a test sees leaving is the page's doing. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/**
 * Whether the browser tests run: wherever there is a Chromium, and always in CI, where they fail without one. A newcomer's
 * machine needs nothing but Node.
 */
export const browserTestsRun = process.env.CI !== undefined || existsSync(executablePath);

/**
 * Starts Chromium without a window. `CHROMIUM_PATH` says where it is.
 *
 * @throws Error that says how to install it
 */
export async function launchChromium(): Promise<Browser> {
  if (!existsSync(executablePath)) {
    throw new Error(
      `The browser tests need Chromium, and there is none at ${executablePath}. Install it ` +
        '(`apt-get update && apt-get install -y chromium`), or say in CHROMIUM_PATH where it is.',
    );
  }
  return chromium.launch({ executablePath, args: FLAGS });
}
