import type GoBoardModule from '@sabaki/go-board';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import { BLACK } from '../../engine/color.js';
import { Game } from '../../engine/game.js';
import { win } from '../../engine/outcome.js';
import { Random } from '../../engine/random.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { judgeGate, makeGateTest } from '../../selfplay/gate/verdict.js';
import { makeReport } from '../../selfplay/report/make-report.js';
import { formatHours, formatNumber, formatShort } from '../../selfplay/report/numbers.js';
import { makeReplay } from '../../selfplay/report/replay.js';
import type { Metric, ReportData, ReportGame } from '../../selfplay/report/report-data.js';
import { ticks } from '../../selfplay/report/scale.js';
import { hourlyRates, seriesOf } from '../../selfplay/report/series.js';

// Its declarations promise a default export that its CommonJS module does not have.
const GoBoard = createRequire(import.meta.url)('@sabaki/go-board') as typeof GoBoardModule.default;

const CHROMIUM = '/usr/bin/chromium';
const HOSTILE = `</script><script>alert("1")</script><!-- & ' "> <b>`;
const EMPTY: ReportData = {
  title: 'a run',
  made: 'today',
  settings: {},
  metrics: [],
  gates: [],
  ratings: [],
  games: [],
};

/** A game of random moves on a small board, in which much is captured. */
function randomGame(seed: number, moves: number): ReportGame {
  const random = new Random(seed);
  const board = Board.of(5, 4);
  const game = new Game(board, RULE_PRESETS['tromp-taylor']);
  while (game.length < moves) {
    const point = random.below(board.area + 1);
    if (game.isLegal(point)) game.play(point);
  }
  const turns = [
    { ply: 0, value: 0.25 },
    { ply: 3, value: 0.5 },
  ];
  return {
    number: 7,
    width: 5,
    height: 4,
    rules: 'tromp-taylor',
    komi: 6.5,
    moves: Uint16Array.from({ length: moves }, (_, ply) => game.moveAt(ply)),
    turns,
    outcome: win(BLACK, 3.5),
  };
}

const metric = (k: number): Metric => ({
  hours: k / 2,
  games: 100 * k,
  positions: 7200 * k,
  steps: 50 * k,
  losses: { loss: 4 / (k + 1), [HOSTILE]: 1 },
  learningRate: 0.00123,
  gameLength: 61.25,
});

function hostileData(): ReportData {
  const test = makeGateTest({ kind: 'sprt', games: 400, threshold: 0.55, visits: 1 });
  const standing = judgeGate(test, { wins: 137, draws: 3, losses: 60 });
  const rating = { low: 1111, high: 1357, games: 543, share: 0.375 };
  return {
    title: HOSTILE,
    made: HOSTILE,
    settings: {
      [HOSTILE]: HOSTILE,
      play: { visits: 24, anchors: ['random', HOSTILE], none: null },
    },
    metrics: [0, 1, 2, 3].map(metric),
    gates: [{ ...standing, candidate: HOSTILE, champion: HOSTILE, games: 12_345 }],
    ratings: [
      { ...rating, player: HOSTILE, elo: 1234, since: 0 },
      { ...rating, player: `${HOSTILE} anchor`, elo: 1200 },
    ],
    games: [{ ...randomGame(1, 40), players: { black: HOSTILE, white: HOSTILE } }],
  };
}

const VOID = new Set(['meta', 'link', 'input', 'path', 'circle']);
const TAG = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-zA-Z:-]+(?:="[^"<]*")?)*)\s*(\/?)>|<!doctype html>/y;

interface Page {
  /** The names of the elements, in order. */
  readonly names: string[];
  /** Attributes as they stand, one element after another. */
  readonly attributes: string[];
  /** Text between tags, entities resolved; the contents of scripts and styles apart. */
  readonly text: string;
  readonly raw: string[];
}

/** Reads HTML strictly: every tag of its own form, every element closed in order. */
function readPage(html: string): Page {
  const page = { names: [] as string[], attributes: [] as string[], text: '', raw: [] as string[] };
  const open: string[] = [];
  for (let at = 0; at < html.length;) {
    const next = html.indexOf('<', at);
    page.text += html.slice(at, next < 0 ? undefined : next);
    if (next < 0) break;
    TAG.lastIndex = next;
    const match = TAG.exec(html);
    assert.ok(match !== null, `no tag: ${html.slice(next, next + 60)}`);
    at = TAG.lastIndex;
    const [, slash, name, attributes, selfClosing] = match as (string | undefined)[];
    if (name === undefined) continue;
    if (slash === '/') {
      assert.equal(open.pop(), name);
      continue;
    }
    page.names.push(name);
    page.attributes.push(attributes!);
    if (selfClosing === '/' || VOID.has(name)) continue;
    open.push(name);
    if (name !== 'script' && name !== 'style') continue;
    const end = html.indexOf(`</${name}`, at);
    page.raw.push(html.slice(at, end));
    at = end;
  }
  assert.deepEqual(open, []);
  assert.ok(!/[<>"']/.test(page.text), 'bare special characters in the text');
  return { ...page, text: resolved(page.text) };
}

function resolved(text: string): string {
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
}

describe('the report', () => {
  it('is well-formed HTML, whatever the names are, and says them as they are', () => {
    const { names, text, raw } = readPage(makeReport(hostileData()));
    assert.equal(names.filter((name) => name === 'script').length, 2);
    assert.ok(text.split(HOSTILE).length > 10);
    const [, json] = raw;
    const replays = JSON.parse(json) as { title: string }[];
    assert.equal(replays[0].title, `Game 7: ${HOSTILE} – ${HOSTILE}`);
  });

  it('asks for nothing from elsewhere', () => {
    const html = makeReport(hostileData());
    const { attributes } = readPage(html);
    for (const attribute of attributes) assert.doesNotMatch(attribute, /\s(src|srcset|on\w+)=/);
    const links = attributes.join('').match(/href="[^"]*"/g);
    assert.deepEqual(links, ['href="data:,"']);
    assert.doesNotMatch(html, /@import|url\(|fetch\(|XMLHttpRequest/);
    assert.deepEqual(html.match(/https?:[^'"]*/g), ['http://www.w3.org/2000/svg']);
  });

  it('shows the figures', () => {
    const { text, attributes } = readPage(makeReport(hostileData()));
    for (const shown of [
      '300', // games
      '21.6 k', // positions
      '1 h 30 min',
      '1 of 1', // promoted
      '1,234 ± 123',
      '12,345',
      '137',
      '69.3 %', // (137 + 1.5) / 200
      '−3.96…3.65',
      'promoted',
      '61.25',
      '0.00123',
      '200', // games an hour
      'play.anchors',
    ]) {
      assert.ok(text.includes(shown), shown);
    }
    const summaries = attributes.join('\n');
    assert.ok(summaries.includes('aria-label="Loss: 4 at 0 steps, 1 at 150 steps"'));
    assert.ok(
      summaries.includes('aria-label="Positions a second: 4 at 100 games, 4 at 300 games"'),
    );
  });

  it('leaves out what there is nothing to show of', () => {
    const html = makeReport(EMPTY);
    const { text, names } = readPage(html);
    assert.doesNotMatch(text, /NaN|undefined|Infinity|Gates|Games|Strength/);
    assert.ok(!names.includes('figure'));
    assert.ok(html.length < 40_000);
  });

  it('holds for a run that has only begun', () => {
    const { text, attributes } = readPage(makeReport({ ...EMPTY, metrics: [metric(0)] }));
    assert.doesNotMatch(text + attributes.join(''), /NaN|undefined|Infinity/);
  });
});

describe('a game to be clicked through', () => {
  it('has the captures that another program finds', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const shown = randomGame(seed, 60);
      const { moves, captures, width } = makeReplay(shown);
      const colors = new Array<number>(20).fill(0);
      let peer = GoBoard.fromDimensions(5, 4);
      for (const [ply, point] of moves.entries()) {
        const sign = ply % 2 === 0 ? 1 : -1;
        if (point < 20) {
          colors[point] = sign;
          peer = peer.makeMove(sign, [point % width, Math.floor(point / width)]);
        }
        for (const taken of captures[ply] ?? []) colors[taken] = 0;
        assert.deepEqual(colors, peer.signMap.flat());
      }
      assert.ok(Object.keys(captures).length > 3);
    }
  });

  it('tells values as Black sees them', () => {
    const { values } = makeReplay(randomGame(1, 5));
    assert.deepEqual(values, [25, null, null, -50, null]);
  });

  it('ends before a move that the rules forbid', () => {
    const { moves } = makeReplay({ ...randomGame(1, 0), moves: [3, 4, 3, 5] });
    assert.deepEqual(moves, [3, 4]);
  });

  const skip = existsSync(CHROMIUM) ? false : `there is no ${CHROMIUM}`;
  it('shows in a browser what is on the board', { skip }, () => {
    const game = randomGame(3, 60);
    const replay = makeReplay(game);
    let peer = GoBoard.fromDimensions(5, 4);
    for (const [ply, point] of replay.moves.slice(0, 50).entries()) {
      if (point < 20)
        peer = peer.makeMove(ply % 2 === 0 ? 1 : -1, [point % 5, Math.floor(point / 5)]);
    }
    const page = makeReport({ ...hostileData(), games: [randomGame(9, 20), game] });
    const html = inBrowser(page, [
      '[data-game="1"]',
      ...Array<string>(50).fill('[data-go="forward"]'),
    ]);
    const drawn = [...html.matchAll(/<circle cx="(\d)" cy="(\d)" r="0.47" fill="var\(--(\w+)\)"/g)];
    const colors = new Array<number>(20).fill(0);
    for (const [, x, y, color] of drawn)
      colors[5 * Number(y) + Number(x)] = color === 'black' ? 1 : -1;
    assert.deepEqual(colors, peer.signMap.flat());
    assert.match(html, /Move 50 of 60: White/);
  });
});

/** The page after clicks on those elements, as a browser has it. */
function inBrowser(page: string, clicks: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'tengen-report-'));
  try {
    const script = clicks.map((one) => `document.querySelector('${one}').click();`).join('\n');
    const file = join(folder, 'report.html');
    writeFileSync(
      file,
      page.replace('</body>', () => `<script>${script}</script></body>`),
    );
    const flags = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
    ];
    const quiet = [
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ];
    const own = [`--user-data-dir=${join(folder, 'profile')}`, '--dump-dom', `file://${file}`];
    const stdio = ['ignore', 'pipe', 'ignore'] as const;
    return execFileSync(CHROMIUM, [...flags, ...quiet, ...own], {
      encoding: 'utf8',
      stdio: [...stdio],
      timeout: 60_000,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

describe('axes and curves', () => {
  it('have round numbers on them', () => {
    assert.deepEqual(ticks({ from: 0, to: 12_000 }), [0, 5_000, 10_000]);
    assert.deepEqual(ticks({ from: 0, to: 8_250 }), [0, 2_500, 5_000, 7_500]);
    assert.deepEqual(ticks({ from: -0.12, to: 0.31 }), [0, 0.2]);
    assert.deepEqual(ticks({ from: 1.7, to: 4.6 }), [2, 3, 4]);
  });

  it('are thinned to means', () => {
    const many = Array.from({ length: 300 }, (_, k) => ({ ...metric(k), gameLength: k }));
    const points = seriesOf(
      many,
      ({ steps }) => steps,
      ({ gameLength }) => gameLength,
    );
    assert.equal(points.length, 150);
    assert.deepEqual(points[0], { x: 25, y: 0.5 });
    assert.deepEqual(points[149], { x: 14_925, y: 298.5 });
  });

  it('tell rates by the hour, and nothing of times that did not pass', () => {
    const metrics = [metric(0), metric(2), metric(2), metric(3)];
    assert.deepEqual(
      hourlyRates(metrics, ({ games }) => games),
      [
        { x: 200, y: 200 },
        { x: 300, y: 200 },
      ],
    );
  });

  it('write numbers for people', () => {
    assert.equal(formatNumber(12_345.6), '12,346');
    assert.equal(formatNumber(2.3456), '2.346');
    assert.equal(formatNumber(-0.5), '−0.5');
    assert.equal(formatNumber(1e-4), '0.0001');
    assert.equal(formatShort(1_234_567), '1.23 M');
    assert.equal(formatShort(100_000), '100 k');
    assert.equal(formatHours(0.25), '15 min');
    assert.equal(formatHours(1.999), '2 h 0 min');
  });
});
