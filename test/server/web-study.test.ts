import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { temporaryFolder } from '../selfplay/support/temporary.js';
import { moveNumber, openBoard } from './support/board-page.js';
import { startBrowser, whyNoBrowser } from './support/browser.js';
import { makeRun } from './support/run.js';

/** Each side's stones have one liberty: Black takes 14 by E5, or loses 9 to White's E1. */
const RACE = '(;GM[1]SZ[5]KM[0.5]AW[aa:da][ab:eb][ac:ec]AB[ad:ed][ae:de]PL[B];B[];W[ee];B[];W[bd])';

/** Gives the page a file or a text, as dragging and pasting do. */
const HAND_OVER = `(type, kind, text) => {
  const data = new DataTransfer();
  if (kind === 'file') data.items.add(new File([text], 'game.sgf'));
  else data.setData('text/plain', text);
  const about = { bubbles: true, cancelable: true };
  const event = type === 'paste'
    ? new ClipboardEvent(type, { ...about, clipboardData: data })
    : new DragEvent(type, { ...about, dataTransfer: data });
  document.body.dispatchEvent(event);
}`;

/** Notes all that the progress of a review has shown. */
const NOTE_PROGRESS = `window.noted = new Set();
  new MutationObserver(() => {
    const bar = document.querySelector('progress');
    if (bar !== null) window.noted.add(bar.nextElementSibling.textContent);
  }).observe(document.body, { childList: true, subtree: true, characterData: true });`;

describe('studying in a browser', { skip: whyNoBrowser() }, () => {
  let browser: Browser;
  before(async () => {
    browser = await startBrowser();
  });
  after(async () => {
    await browser.close();
  });

  it('takes games that are dropped on the page and pasted', async (t) => {
    const page = await openBoard(t, browser);
    const handOver = (type: string, kind: string, text: string): Promise<unknown> =>
      page.evaluate(`(${HAND_OVER})(${JSON.stringify(type)}, '${kind}', ${JSON.stringify(text)})`);
    await handOver('dragover', 'file', '');
    await page.getByText('Drop the game here').waitFor();
    await handOver('drop', 'file', '(;SZ[7];B[cc](;W[dd])(;W[ee]))');
    await page.locator('[data-x="6"][data-y="6"]').waitFor();
    await page.locator('.knot').nth(3).waitFor();
    assert.equal(await page.getByText('Drop the game here').count(), 0);
    assert.match(page.url(), /#study$/);

    await handOver('paste', 'text', 'no game');
    await handOver('paste', 'text', '(;SZ[6];B[cc])');
    await page.locator('[data-x="6"]').first().waitFor({ state: 'detached' });
    await page.locator('.knot').nth(2).waitFor({ state: 'detached' });
    assert.equal(await page.locator('.knot').count(), 2);

    await handOver('paste', 'text', '(;SZ[99];B[cc])');
    await page.locator('.notice.is-error').waitFor();
    assert.equal(await page.locator('.knot').count(), 2, 'the game is still there');
  });

  it('reviews a game to its end, shows how far it is, and marks the blunder', async (t) => {
    const page = await openBoard(t, browser);
    await page.evaluate(`(${HAND_OVER})('paste', 'text', ${JSON.stringify(RACE)})`);
    await page.locator('.knot').nth(4).waitFor();
    await page.evaluate(NOTE_PROGRESS);
    await page.getByRole('button', { name: 'Review the whole game' }).click();
    const bad = page.locator('.knot.is-bad');
    await bad.first().waitFor();
    await page.getByRole('button', { name: 'Review the whole game' }).waitFor();
    const noted = await page.evaluate<string[]>('[...window.noted]');
    assert.ok(noted.length > 0); // how many of the steps are seen depends on the browser's frames
    for (const text of noted) assert.match(text, /^[0-5] of 5$/);
    await page.getByRole('button', { name: 'Next blunder' }).click();
    await moveNumber(page, 1);
    await page.getByRole('button', { name: 'Next blunder', disabled: true }).waitFor();
  });

  it('watches a run: charts, gates, games under way, and all recorded games', async (t) => {
    const path = temporaryFolder(t);
    makeRun(path);
    const page = await openBoard(t, browser, { runs: [path] });
    await page.keyboard.press('3');
    await page.locator('.gates tbody tr').waitFor();
    assert.match(await page.locator('.gates').innerText(), /champion/);
    assert.equal(await page.locator('.live li').count(), 1);
    assert.equal(await page.locator('.live .stone-black').count(), 1);
    assert.ok((await page.locator('.chart canvas').count()) >= 3);
    await page.locator('.game-list li').nth(50).waitFor();
    await page.getByRole('button', { name: 'Older games' }).click();
    await page.locator('.game-list li').nth(59).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Older games' }).count(), 0);
    await page.locator('.game-list button').last().click();
    await page.getByText('White wins by 3.5 points').waitFor();
    await page.getByRole('button', { name: 'Study this game' }).click();
    await page.locator('[data-x="4"][data-y="4"]').waitFor();
    assert.match(page.url(), /#study$/);
  });
});
