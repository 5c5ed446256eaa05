import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { PAGES, startBrowser, whyNoBrowser } from './support/browser.js';
import { FakeWebServer } from './support/fake-web-server.js';

const skip = whyNoBrowser();

describe('the page in a browser', { skip }, () => {
  let browser: Browser;
  let server: FakeWebServer;
  let address: string;
  const faults: string[] = [];

  before(async () => {
    browser = await startBrowser();
  });
  after(async () => {
    await browser.close();
  });

  /** Opens the page of a server of its own, and hands it to a test. */
  async function open(
    test: (page: Page) => Promise<void>,
    options: BrowserContextOptions = {},
    path = '',
  ): Promise<void> {
    server = new FakeWebServer(PAGES);
    address = await server.listen();
    const context = await browser.newContext({
      viewport: { width: 1280, height: 720 },
      ...options,
    });
    const page = await context.newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    page.on('request', (request) => {
      const { host } = new URL(request.url());
      if (host !== new URL(address).host) faults.push(`asked ${request.url()}`);
    });
    faults.length = 0;
    try {
      await page.goto(address + path);
      await page.waitForSelector('.shudan-vertex');
      await test(page);
      assert.deepEqual(faults, []);
    } finally {
      await context.close();
      await server.close();
    }
  }

  const stones = (page: Page): Promise<number> => page.locator('.shudan-inner').count();
  const number = (page: Page, text: string): Promise<void> =>
    page.locator('.move-number', { hasText: new RegExp(`^${text}$`) }).waitFor();

  it('plays with the mouse, takes back, and goes on after a reload', () =>
    open(async (page) => {
      const board = page.locator('.pointing');
      const box = await board.boundingBox();
      assert.ok(box !== null);
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
      await number(page, '2');
      assert.equal(await stones(page), 2);
      assert.equal(await page.locator('[data-x="4"][data-y="4"] .shudan-sign_1').count(), 1);
      await page.reload();
      await number(page, '2');
      assert.equal(await stones(page), 2);
      await page.getByRole('button', { name: 'Undo' }).click();
      await number(page, '0');
      assert.equal(await stones(page), 0);
    }));

  it('is played with the keyboard alone, to the end', () =>
    open(async (page) => {
      await page.keyboard.press('b');
      // Both within one frame.
      await page.evaluate(`for (const key of ['ArrowUp', 'Enter'])
        document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))`);
      await number(page, '2');
      assert.equal(await page.locator('[data-x="4"][data-y="3"] .shudan-sign_1').count(), 1);
      await page.keyboard.press('Escape');
      await page.keyboard.press('p');
      await page.getByRole('button', { name: 'Accept the count' }).waitFor();
      await page.keyboard.press('Home');
      await number(page, '0');
      await page.keyboard.press('ArrowRight');
      await number(page, '1');
      await page.keyboard.press('?');
      await page.getByRole('heading', { name: 'Keys' }).waitFor();
    }));

  it('shows what the engine thinks, and its line under the mouse', () =>
    open(async (page) => {
      await page.keyboard.press('a');
      await page.locator('.candidate.is-best').waitFor();
      assert.ok((await page.locator('.candidate').count()) > 3);
      await page.hover('.candidate-table tbody tr');
      await page.locator('.line text', { hasText: '3' }).waitFor();
      await page.mouse.move(0, 0);
      for (const layer of ['.policy', '.ownership']) {
        await page.keyboard.press('o');
        await page.locator(layer).waitFor({ state: 'attached' });
      }
      await page.keyboard.press('a');
      await page.locator('.ownership').waitFor({ state: 'detached' });
    }));

  it('comes back by itself after a lost connection', () =>
    open(async (page) => {
      server.drop();
      await page.locator('.link.is-lost, .link.is-connecting').waitFor();
      await page.locator('.link.is-open').waitFor({ state: 'attached' });
      await page.keyboard.press('b');
      await page.keyboard.press('Enter');
      await number(page, '2');
    }));

  it('fits a phone without scrolling sideways, and a tap plays', () =>
    open(
      async (page) => {
        const width = await page.evaluate('document.documentElement.scrollWidth');
        assert.equal(width, 360);
        await page.locator('.pointing').tap();
        await number(page, '2');
      },
      { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
    ));

  it('is dark where the system is, unless told otherwise', () =>
    open(
      async (page) => {
        const colour = (): Promise<string> =>
          page.evaluate('getComputedStyle(document.body).backgroundColor');
        assert.equal(await colour(), 'rgb(22, 21, 18)');
        await page.getByRole('button', { name: 'Colours: system' }).click();
        assert.equal(await colour(), 'rgb(244, 241, 234)');
      },
      { colorScheme: 'dark' },
    ));

  it('does not jump while it loads', () =>
    open(async (page) => {
      const shift = await page.evaluate(`new Promise((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += entry.value;
        }).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve(sum), 300);
      })`);
      assert.ok(Number(shift) < 0.1, `layout shift of ${String(shift)}`);
    }));

  it('shows a run as it learns', () =>
    open(async (page) => {
      await page.keyboard.press('3');
      await page.getByRole('heading', { name: 'laptop-9x9' }).waitFor();
      assert.equal(await page.locator('.ladder li').count(), 11);
      assert.equal(await page.locator('.live li').count(), 6);
      await page.locator('.game-list button').first().click();
      await page.getByRole('button', { name: 'Study this game' }).waitFor();
    }));
});
