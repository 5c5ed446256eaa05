import type { TestContext } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { GameSettings } from '../../../server/messages/settings.js';
import { PAGES } from './browser.js';
import { serverFor, type Changes } from './server.js';

/** A game that takes little: 5×5, where playouts think. */
export const SMALL_GAME: GameSettings = {
  width: 5,
  height: 5,
  rules: 'chinese',
  komi: 0.5,
  handicap: 0,
  people: 'both',
  strength: { kind: 'visits', visits: 30 },
  time: { kind: 'none' },
};

/** Opens the page of a server of its own; both are closed when the test ends. */
export async function openBoard(
  t: TestContext,
  browser: Browser,
  changes: Changes = {},
): Promise<Page> {
  const address = await serverFor(t, { pages: PAGES, ...changes });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForSelector('.shudan-vertex');
  return page;
}

/** Begins a game, any that the server takes, as if it had been the last one that was begun. */
export async function beginGame(page: Page, game: Partial<GameSettings>): Promise<void> {
  const kept = JSON.stringify({ game: { ...SMALL_GAME, ...game } });
  await page.evaluate((text) => {
    (globalThis as unknown as { localStorage: Storage }).localStorage.setItem(
      'tengen.preferences',
      text,
    );
  }, kept);
  await page.reload();
  await page.waitForSelector('.shudan-vertex');
  await page.keyboard.press('n');
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.locator('#new-game').waitFor({ state: 'hidden' });
}

interface Storage {
  setItem(key: string, text: string): void;
}

/** Clicks on a point of the board. */
export async function clickPoint(page: Page, x: number, y: number): Promise<void> {
  const box = await page.locator(`[data-x="${x}"][data-y="${y}"]`).boundingBox();
  if (box === null) throw new Error(`no point ${x}, ${y}`);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

/** Waits until so many moves have been made. */
export function moveNumber(page: Page, n: number): Promise<void> {
  return page.locator('.move-number', { hasText: new RegExp(`^${n}$`) }).waitFor();
}
