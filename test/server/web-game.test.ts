import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it, type TestContext } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { unwrap } from '../../engine/result.js';
import { readRecords } from '../../engine/sgf/read-record.js';
import { PAGES, startBrowser, whyNoBrowser } from './support/browser.js';
import { serverFor } from './support/server.js';

const skip = whyNoBrowser();

/** Column E is Black's wall, F White's: with komi 7, Black has 45 points and White 36 + 7. */
const WALLS = Array.from({ length: 9 }, (_, y) => [
  [4, y],
  [5, y],
]).flat();

describe('the page with its own server', { skip }, () => {
  let browser: Browser;
  before(async () => {
    browser = await startBrowser();
  });
  after(async () => {
    await browser.close();
  });

  async function open(t: TestContext): Promise<Page> {
    const address = await serverFor(t, { pages: PAGES });
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    await page.goto(address);
    await page.waitForSelector('.shudan-vertex');
    return page;
  }

  const number = (page: Page, n: number): Promise<void> =>
    page.locator('.move-number', { hasText: new RegExp(`^${n}$`) }).waitFor();

  it('plays a whole game on 9×9, counts it, and saves and opens it as SGF', async (t) => {
    const page = await open(t);
    await page.keyboard.press('n');
    await page.getByRole('radio', { name: '9 × 9' }).check();
    await page.getByRole('radio', { name: 'Both' }).check();
    await page.locator('#new-game input[type=number]').last().fill('7');
    await page.getByRole('button', { name: 'Begin' }).click();
    await number(page, 0);
    await page.locator('#new-game').waitFor({ state: 'hidden' });

    for (const [i, [x, y]] of WALLS.entries()) {
      const box = await page.locator(`[data-x="${x}"][data-y="${y}"]`).boundingBox();
      assert.ok(box !== null);
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
      await number(page, i + 1);
    }
    await page.keyboard.press('p');
    await number(page, 19);
    await page.keyboard.press('p');
    await page.getByRole('button', { name: 'Accept the count' }).click();
    await page.getByRole('heading', { name: 'Black wins by 2 points' }).waitFor();

    const saving = page.waitForEvent('download');
    await page.keyboard.press('s');
    const text = readFileSync(await (await saving).path(), 'utf8');
    const [record] = readRecords(text, 'saved');
    const { moves, outcome } = unwrap(record);
    assert.deepEqual(
      moves.map(({ point }) => [point % 9, Math.floor(point / 9)]),
      [...WALLS, [0, 9], [0, 9]],
    );
    assert.deepEqual(outcome, { kind: 'win', winner: 1, by: 2 });

    await page.keyboard.press('2');
    const sgf = '(;GM[1]SZ[13]KM[6.5];B[dd](;W[jj]C[a corner])(;W[dj]))';
    await page
      .locator('#sgf-file')
      .setInputFiles({ name: 'game.sgf', mimeType: 'text/plain', buffer: Buffer.from(sgf) });
    await page.locator('[data-x="12"][data-y="12"]').waitFor();
    await page.locator('.knot').nth(3).waitFor();
    assert.equal(await page.locator('.knot').count(), 4);
    await page.keyboard.press('End');
    await number(page, 2);
    const comment = page.getByRole('textbox', { name: 'Comment on this position' });
    await comment.and(page.locator(':not(:placeholder-shown)')).waitFor();
    assert.equal(await comment.inputValue(), 'a corner');
    await page.close();
  });

  it('is answered by the engine, takes back, and keeps the game over a reload', async (t) => {
    const page = await open(t);
    await page.keyboard.press('b');
    await page.keyboard.press('Enter');
    await number(page, 2);
    await page.reload();
    await number(page, 2);
    await page.keyboard.press('u');
    await number(page, 0);
    await page.keyboard.press('a');
    await page.locator('.candidate.is-best').waitFor();
    await page.close();
  });
});
