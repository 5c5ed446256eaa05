import type { Browser, CDPSession, Page } from 'playwright-core';
import { PAGES, startBrowser, whyNoBrowser } from '../server/support/browser.js';
import { FakeWebServer } from '../server/support/fake-web-server.js';
import { startPool, startServer } from '../server/support/server.js';
import type { Suite } from './report.js';

type Tell = (name: string, value: number, unit: string, config?: Record<string, number>) => void;

/** Moves that are walked through. */
const MOVES = 100;

const SIDES = [9, 13, 19];

/** What is drawn over the board, in the order in which the key O turns to it. */
const OVERLAYS = ['moves', 'policy', 'owners', 'nothing'] as const;

/** The web board in a browser: what it weighs, whether it jumps, and how long a redraw takes. */
export const pageSuite: Suite = async (report) => {
  const why = whyNoBrowser();
  if (why !== false) {
    console.error(`skipped: ${why}`);
    return;
  }
  const browser = await startBrowser();
  const tell: Tell = (name, value, unit, config = {}) => {
    report({ name, value, unit, config });
  };
  try {
    await weigh(browser, tell);
    for (const side of SIDES) await walk(browser, side, tell);
  } finally {
    await browser.close();
  }
};

/** The bytes of a first visit as the server sends them, headers left out. */
async function weigh(browser: Browser, tell: Tell): Promise<void> {
  const pool = await startPool();
  const server = await startServer(pool, { pages: PAGES });
  const context = await browser.newContext();
  const page = await context.newPage();
  let bytes = 0;
  page.on('requestfinished', (request) => {
    void request.sizes().then(({ responseBodySize }) => (bytes += responseBodySize));
  });
  await page.goto(server.address, { waitUntil: 'networkidle' });
  await page.waitForSelector('.shudan-vertex');
  tell('first page, as it is sent', bytes / 1000, 'kB');
  await context.close();
  await server.close();
  await pool.close();
}

/** Walks through a game with each overlay. */
async function walk(browser: Browser, side: number, tell: Tell): Promise<void> {
  const server = new FakeWebServer(PAGES, { width: side, height: side, people: 'both' });
  for (let move = 0; move < MOVES; move++) server.game.play(server.game.someMove(move));
  server.game.current = 0;
  const address = await server.listen();
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.addInitScript(NOTE_SHIFTS);
  await page.addInitScript(NOTE_FRAMES);
  await page.goto(address);
  await page.waitForSelector('.shudan-vertex');
  await page.keyboard.press('a');
  await page.waitForSelector('.candidate');
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  // The first walk is the engine's to compile the page's code in.
  await stepsOf(page, session);
  await toStart(page);
  for (const overlay of OVERLAYS) {
    const { frames, work } = await stepsOf(page, session);
    tell(`redraw with ${overlay}, median`, quantile(frames, 0.5), 'ms', { side });
    tell(`redraw with ${overlay}, 95 %`, quantile(frames, 0.95), 'ms', { side });
    tell(`all work of a move with ${overlay}, median`, quantile(work, 0.5), 'ms', { side });
    await toStart(page);
    await page.keyboard.press('o');
  }
  tell('layout shift, sum', Number(await page.evaluate('window.shifted')), '', { side });
  await context.close();
  await server.close();
}

/** What each move forward takes, in milliseconds. */
interface Steps {
  /** Its longest frame, which draws the move: from the frame's begin to its end on the page's thread. */
  readonly frames: number[];
  /** Processor time of the page's thread for all that comes with it: messages, and two frames or more. */
  readonly work: number[];
}

async function stepsOf(page: Page, session: CDPSession): Promise<Steps> {
  const steps: Steps = { frames: [], work: [] };
  for (let move = 1; move <= MOVES; move++) {
    const before = await workOf(session);
    await page.evaluate('window.longestFrame = 0');
    await page.keyboard.press('ArrowRight');
    await page.evaluate(`(${UNTIL_DRAWN})(${move})`);
    steps.work.push(1000 * ((await workOf(session)) - before));
    steps.frames.push(Number(await page.evaluate('window.longestFrame')));
  }
  return steps;
}

async function toStart(page: Page): Promise<void> {
  await page.keyboard.press('Home');
  await page.evaluate(`(${UNTIL_DRAWN})(0)`);
}

function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(share * values.length)];
}

/** Seconds of processor time that the page's thread has taken up to now. */
async function workOf(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
}

/** Waits for the frame after the one in which so many moves are shown. */
const UNTIL_DRAWN = `(move) => new Promise((done) => {
  const look = () => {
    const isShown = document.querySelector('.move-number').textContent === String(move);
    requestAnimationFrame(isShown ? () => done() : look);
  };
  look();
})`;

const NOTE_SHIFTS = `window.shifted = 0;
  new PerformanceObserver((list) => {
    // What follows an input at once is no jump: https://web.dev/articles/cls
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });`;

/** A message sent as a frame begins arrives once the page's thread is done with it. */
const NOTE_FRAMES = `window.longestFrame = 0;
  const { port1, port2 } = new MessageChannel();
  let begun = 0;
  port1.onmessage = () => { window.longestFrame = Math.max(window.longestFrame, performance.now() - begun); };
  const frame = () => {
    requestAnimationFrame(frame);
    begun = performance.now();
    port2.postMessage(0);
  };
  requestAnimationFrame(frame);`;
