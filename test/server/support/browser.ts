import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

/** Debian's browser. */
const CHROMIUM = '/usr/bin/chromium';

/** The page as it was built. */
export const PAGES = join(import.meta.dirname, '../../../web');

/** Why the tests in a browser cannot be run here; false if they can. */
export function whyNoBrowser(): string | false {
  if (!existsSync(CHROMIUM)) return `there is no ${CHROMIUM}`;
  return existsSync(join(PAGES, 'index.html')) ? false : 'the page has not been built';
}

/** A browser with an empty profile that talks to nobody but the page's server. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
