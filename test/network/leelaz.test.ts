import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { emptyBits, pointsOf } from '../../engine/bits.js';
import { Board } from '../../engine/board.js';
import { BLACK, EMPTY, WHITE } from '../../engine/color.js';
import { makeVertex, parseVertex } from '../../engine/coordinates.js';
import { Game } from '../../engine/game.js';
import { PLANE_SETS } from '../../engine/planes/table.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { symmetryMap } from '../../engine/symmetry.js';
import { makeLeelaZero } from '../../network/files/leela-zero-export.js';
import { readLeelaZero } from '../../network/files/leela-zero-import.js';
import { makeInferenceModel, type SavedNetwork } from '../../network/files/saved-network.js';
import { zeroNetwork } from './support/leela-zero-networks.js';
import { findLeelaz, runLeelaz, type Heatmap } from './support/leelaz.js';
import { loadModel, type Model } from './support/onnx.js';

// Debian's Leela Zero loads exported networks; what it prints is held against this engine.

const PROGRAM = findLeelaz();
const SKIP = PROGRAM === undefined && 'leelaz is not installed (in Debian: apt install leela-zero)';

const BOARD = Board.of(19);
/** Leela Zero's own rules of moving. */
const RULES = { ...RULE_PRESETS['tromp-taylor'], suicide: false };
const MOVES = 360;

/** An opening in which Black takes a ko with move 9 and White takes it back with move 12. */
const KO = 'C3 E4 D4 E2 D2 F3 Q16 D3 E3 Q4 R10 D3'.split(' ');

/** The ko, then random moves, enough of them for stones of both colours to be taken. */
function drawGame(random: Random): Game {
  const game = new Game(BOARD, RULES);
  for (const vertex of KO) unwrap(game.tryPlay(unwrap(parseVertex(BOARD, vertex))));
  const legal = emptyBits(BOARD);
  while (game.length < MOVES) {
    game.legalPoints(legal);
    const points = pointsOf(BOARD, legal);
    game.play(random.below(30) === 0 ? BOARD.pass : points[random.below(points.length)]);
  }
  return game;
}

function gameAt(game: Game, ply: number): Game {
  const earlier = new Game(BOARD, RULES);
  earlier.copyFrom(game);
  earlier.rewind(ply);
  return earlier;
}

/** A position, and the symmetry, as Leela Zero numbers them, under which a network sees it. */
interface Question {
  readonly game: Game;
  readonly symmetry: number;
}

/** Empty board, opening, kos and after, the end; and every symmetry of the last position. */
function drawQuestions(game: Game): Question[] {
  const plies = [0, 1, 2, KO.length - 3, KO.length - 1, KO.length, KO.length + 20, MOVES - 1];
  const asked = plies.map((ply, i) => ({ game: gameAt(game, ply), symmetry: i % 8 }));
  const turned = Array.from({ length: 8 }, (_, symmetry) => ({ game, symmetry }));
  return [...asked, ...turned];
}

/** The commands that put the questions, in order, within one game. */
function commandsOf(questions: readonly Question[]): string[] {
  let played = 0;
  return questions.flatMap(({ game, symmetry }) => {
    const plays: string[] = [];
    for (; played < game.length; played++) {
      const color = game.colorAt(played) === BLACK ? 'b' : 'w';
      plays.push(`play ${color} ${makeVertex(BOARD, game.moveAt(played))}`);
    }
    return [...plays, `heatmap ${symmetry}`];
  });
}

/** The same symmetry by this engine's number. */
function ownSymmetry(theirs: number): number {
  // Theirs mirrors rows by bit 0 and columns by bit 1, but counts rows from the bottom.
  return (theirs & 4) | (theirs & 1 ? 0 : 2) | ((theirs >> 1) & 1);
}

interface Answer {
  /** Probability of each point, and of the pass last. */
  readonly policy: readonly number[];
  readonly value: number;
}

async function ask(
  model: Model,
  planes: SavedNetwork['planes'],
  question: Question,
): Promise<Answer> {
  const { game, symmetry } = question;
  const set = PLANE_SETS[planes];
  const data = new Float32Array(set.planes * BOARD.area);
  set.writer(BOARD).write(game, ownSymmetry(symmetry), data, 0);
  const results = await model.run(new Map([['planes', { shape: [1, set.planes, 19, 19], data }]]));
  const logits = results.get('policy')!.data;
  const powers = Array.from(symmetryMap(BOARD, ownSymmetry(symmetry)), (at) =>
    Math.exp(logits[at]),
  );
  const sum = powers.reduce((a, b) => a + b, 0);
  return { policy: powers.map((power) => power / sum), value: results.get('value')!.data[0] };
}

/** Rounding apart: the issue asks for 1e-3, and printing in per mille alone takes that. */
const TOLERANCE = 1e-4;

function assertAgreement({ game }: Question, theirs: Heatmap, ours: Answer): void {
  const printed = [...theirs.policy, theirs.pass];
  assert.equal(printed.length, BOARD.area + 1);
  for (const [move, perMille] of printed.entries()) {
    const taken = move !== BOARD.pass && game.position.color[BOARD.cellOf[move]] !== EMPTY;
    const probability = taken ? 0 : ours.policy[move];
    // Per mille are rounded down.
    const above = probability - perMille / 1000;
    const where = `${makeVertex(BOARD, move)} after ${game.length} moves`;
    const close = above > -TOLERANCE && above < 1e-3 + TOLERANCE;
    assert.ok(close, `${where}: ${perMille} ‰ there, ${probability} here`);
  }
  const difference = Math.abs((1 + ours.value) / 2 - theirs.winrate);
  assert.ok(difference < TOLERANCE, `value ${ours.value} here, win rate ${theirs.winrate} there`);
}

describe("Leela Zero's own program, with an exported network,", { skip: SKIP }, () => {
  const questions = drawQuestions(drawGame(new Random(6)));
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leelaz-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function assertSameAnswers(network: SavedNetwork, bytes: Uint8Array): Promise<void> {
    const file = join(folder, 'weights');
    await writeFile(file, bytes);
    const heatmaps = await runLeelaz(PROGRAM!, file, commandsOf(questions));
    assert.equal(heatmaps.length, questions.length);
    const model = await loadModel(makeInferenceModel(network, network.boards[0]));
    const answers: Answer[] = [];
    for (const question of questions) answers.push(await ask(model, network.planes, question));
    assertDecided(answers);
    questions.forEach((question, i) => {
      assertAgreement(question, heatmaps[i], answers[i]);
    });
  }

  it('is asked about captures, kos, passes, and both colours to move', () => {
    const games = questions.map(({ game }) => game);
    for (const color of [BLACK, WHITE] as const) {
      const toMove = games.filter((game) => game.toMove === color).map(({ position }) => position);
      assert.ok(toMove.some(({ ko }) => ko >= 0));
      assert.ok(toMove.some((position) => position.captured(color) > 5));
    }
    const moves = Array.from({ length: MOVES }, (_, ply) => games[games.length - 1].moveAt(ply));
    assert.ok(moves.slice(-8).includes(BOARD.pass));
  });

  for (const planes of ['alphago-zero', 'leela-zero'] as const) {
    it(`answers as this engine does, on the planes ${planes}`, () => {
      const network = zeroNetwork({ blocks: 2, filters: 16, planes });
      return assertSameAnswers(network, unwrap(makeLeelaZero(network, 'test')));
    });
  }

  it('answers as this engine does when it was packed, read and written again', () => {
    const first = unwrap(
      makeLeelaZero(zeroNetwork({ blocks: 3, filters: 8 }), 'first', { gzip: true }),
    );
    const network = unwrap(readLeelaZero(first, 'first'));
    return assertSameAnswers(network, unwrap(makeLeelaZero(network, 'again', { gzip: true })));
  });

  it("answers as this engine does when values are Black's, version 2", () => {
    const network = { ...zeroNetwork({ blocks: 2, filters: 16 }), valueView: 'black' as const };
    return assertSameAnswers(network, unwrap(makeLeelaZero(network, 'test')));
  });
});

/** Fails where answers are so flat, or so alike, that a fault might not show. */
function assertDecided(answers: readonly Answer[]): void {
  const values = answers.map(({ value }) => value);
  assert.ok(Math.max(...values) - Math.min(...values) > 0.1, `values: ${values.join(' ')}`);
  const tops = answers.map(({ policy }) => Math.max(...policy));
  assert.ok(Math.max(...tops) > 0.05, `best moves: ${tops.join(' ')}`);
}
