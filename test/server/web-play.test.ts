import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { beginGame, clickPoint, moveNumber, openBoard } from './support/board-page.js';
import { startBrowser, whyNoBrowser } from './support/browser.js';

/** Counts the sounds that are begun. */
const COUNT_SOUNDS = `window.sounds = 0;
  const { start } = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function (...args) {
    window.sounds++;
    return start.apply(this, args);
  };`;

describe('playing in a browser', { skip: whyNoBrowser() }, () => {
  let browser: Browser;
  before(async () => {
    browser = await startBrowser();
  });
  after(async () => {
    await browser.close();
  });

  it('runs the clocks down, shows the periods, and ends the game on time', async (t) => {
    const page = await openBoard(t, browser);
    const time = { kind: 'byo-yomi', main: 30, period: 1, periods: 2 } as const;
    await beginGame(page, { time });
    const clocks = page.locator('.clock');
    await clocks.nth(1).waitFor();
    assert.match(await clocks.nth(1).innerText(), /^0:30/);
    await page.locator('.clock', { hasText: /^0:2\d/ }).waitFor();
    assert.match(await clocks.nth(1).innerText(), /^0:30/, 'only one clock runs');
    await clickPoint(page, 2, 2);
    await moveNumber(page, 1);

    await beginGame(page, { time: { ...time, main: 0 } });
    await page.locator('.clock', { hasText: '1 period' }).waitFor();
    await page.getByRole('heading', { name: 'White wins on time' }).waitFor();
  });

  it('lets everybody who shows the game mark dead stones, and counts by them', async (t) => {
    const page = await openBoard(t, browser);
    await beginGame(page, { komi: 0 });
    // A wall of Black's in the middle, and one white stone in the corner, which White calls alive.
    for (const [i, [x, y]] of [
      [2, 0],
      [0, 0],
      [2, 1],
      [2, 2],
      [2, 3],
      [2, 4],
    ].entries()) {
      await clickPoint(page, x, y);
      if (i < 2) await moveNumber(page, i + 1);
      else {
        await moveNumber(page, 2 * i - 1);
        await page.keyboard.press('p');
        await moveNumber(page, 2 * i);
      }
    }
    await page.keyboard.press('p');
    const other = await page.context().newPage();
    await other.goto(page.url());
    for (const each of [page, other]) await each.getByText('Which stones are dead?').waitFor();
    const black = (text: string): Promise<void> =>
      other.locator('.points dd').first().filter({ hasText: text }).waitFor();
    const dimmed = other.locator('.shudan-dimmed');
    if ((await dimmed.count()) === 0) await clickPoint(page, 0, 0);
    await black('25');
    assert.equal(await dimmed.count(), 1);
    await clickPoint(other, 0, 0); // alive, the stone leaves the left side to nobody
    await black('15');
    assert.equal(await page.locator('.shudan-dimmed').count(), 0);
    await clickPoint(page, 0, 0);
    await black('25');
    await other.getByRole('button', { name: 'Accept the count' }).click();
    for (const each of [page, other]) {
      await each.getByRole('heading', { name: 'Black wins by 25 points' }).waitFor();
    }
  });

  it('plays at the level that was chosen, and says so where no network plays', async (t) => {
    const page = await openBoard(t, browser);
    await page.keyboard.press('n');
    await page.getByRole('slider').fill('1');
    await page.getByText('Level 1, first steps').waitFor();
    assert.equal(await page.locator('#new-game .note').count(), 0);
    await page.getByRole('radio', { name: '13 × 13' }).check();
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.locator('[data-x="12"][data-y="12"]').waitFor();
    await page.locator('.player', { hasText: 'level 1, first steps' }).waitFor();
    await clickPoint(page, 6, 6);
    await moveNumber(page, 2);
    assert.equal(await page.locator('.panel > .note').count(), 0);

    await beginGame(page, { people: 'black' });
    await page.locator('.panel > .note', { hasText: 'playouts' }).waitFor();
    await page.keyboard.press('n');
    await page.locator('#new-game .note', { hasText: 'playouts' }).waitFor();
  });

  it('is heard unless its sounds are turned off', async (t) => {
    const page = await openBoard(t, browser);
    await beginGame(page, {});
    await page.evaluate(COUNT_SOUNDS);
    const sounds = (): Promise<unknown> => page.evaluate('window.sounds');
    await page.getByRole('button', { name: 'Sound' }).click();
    await clickPoint(page, 1, 1);
    await moveNumber(page, 1);
    assert.equal(await sounds(), 0);
    await page.keyboard.press('m');
    await clickPoint(page, 3, 3);
    await moveNumber(page, 2);
    assert.equal(await sounds(), 1);
  });
});
