import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import { BLACK, WHITE } from '../../engine/color.js';
import type { Evaluator } from '../../engine/evaluator.js';
import { rolloutEvaluator } from '../../engine/evaluators/rollout.js';
import { UNIFORM } from '../../engine/evaluators/uniform.js';
import { Game } from '../../engine/game.js';
import { Random } from '../../engine/random.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import type { PlayedGame, SearchedTurn } from '../../selfplay/records/played-game.js';
import { makeRecord, parseRecord } from '../../selfplay/records/encode.js';
import { planOf } from '../../selfplay/play/game-plan.js';
import { SelfPlayGame, type GameInFlight } from '../../selfplay/play/self-play-game.js';
import { SharedEvaluator } from '../../selfplay/play/shared-evaluator.js';
import type { RunSettings } from '../../selfplay/settings/run-settings.js';
import { fakeEvaluator } from '../engine/fake-evaluator.js';
import { TINY } from './support/tiny-settings.js';

const BOARD = Board.of(5, 5);

interface Way {
  readonly settings?: RunSettings;
  readonly evaluator?: Evaluator;
  readonly resignBelow?: number;
  /** Stops the game after so many moves. */
  readonly stopAt?: number;
  readonly from?: Partial<GameInFlight>;
}

interface Made {
  readonly game: PlayedGame | undefined;
  readonly moves: number[];
  readonly turns: SearchedTurn[];
}

async function play(number: number, way: Way = {}): Promise<Made> {
  const { settings = TINY, evaluator = UNIFORM, resignBelow, stopAt = Infinity, from } = way;
  const moves = [...(from?.moves ?? [])];
  const turns = [...(from?.turns ?? [])];
  const table = {
    settings,
    board: BOARD,
    evaluator: new SharedEvaluator(evaluator, BOARD, 1),
    champion: () => 3,
    resignBelow: () => resignBelow,
    isStopped: () => moves.length >= stopAt,
  };
  const flight = { number, champion: 2, moves: [...moves], turns: [...turns] };
  const game = new SelfPlayGame(table, flight, (move, turn) => {
    moves.push(move);
    if (turn !== undefined) turns.push(turn);
  });
  return { game: await game.play(), moves, turns };
}

/** The game of a record, played again by the rules. */
function replay({ rules, komi, moves }: PlayedGame): Game {
  const game = new Game(BOARD, { ...RULE_PRESETS[rules], komi });
  for (const move of moves) assert.ok(game.tryPlay(move).ok);
  return game;
}

describe('a game of self-play', () => {
  it('is legal, ends, and is recorded with all that is learnt from', async () => {
    for (let number = 0; number < 20; number++) {
      const { game, moves, turns } = await play(number);
      assert.ok(game !== undefined);
      assert.deepEqual([...game.moves], moves);
      assert.deepEqual(game.turns, turns);
      const end = replay(game);
      const { komi, openingMoves } = planOf(TINY, number);
      assert.equal(game.komi, komi);
      assert.deepEqual(game.champion, { first: 2, last: 3 });
      assert.deepEqual(
        turns.map(({ ply }) => ply),
        Array.from({ length: moves.length - openingMoves }, (_, i) => openingMoves + i),
      );
      const owned = game.owners.reduce((sum, owner) => sum + owner, 0);
      assert.equal(komi - owned, game.margin);
      const { outcome } = game;
      if (outcome.kind === 'win') assert.equal(outcome.winner === WHITE, game.margin > 0);
      else assert.equal(game.margin, 0);
      assert.ok(end.end === 'passes' || game.moves.length >= 25, 'it ended by something');
      assert.ok(parseRecord(makeRecord(game)).ok);
    }
  });

  it('goes on after a stop as if there had been none', async () => {
    for (let number = 0; number < 5; number++) {
      const whole = await play(number);
      const { moves, turns, game } = await play(number, { stopAt: 7 });
      assert.equal(game, undefined);
      const rest = await play(number, { from: { moves, turns } });
      assert.deepEqual(rest.game, whole.game);
    }
  });

  it('is another one for another number or seed', async () => {
    const games = await Promise.all([
      play(1),
      play(2),
      play(1, { settings: { ...TINY, seed: 9 } }),
    ]);
    assert.equal(new Set(games.map(({ moves }) => moves.join())).size, 3);
  });

  it('searches little where the cap falls, and says that it did', async () => {
    const settings = {
      ...TINY,
      play: { ...TINY.play, visits: 20, fastVisits: 5, fullShare: 0.25 },
    };
    const turns: SearchedTurn[] = [];
    for (let number = 0; number < 10; number++)
      turns.push(...(await play(number, { settings })).turns);
    for (const { visits, full } of turns) assert.equal(visits, full ? 20 : 5);
    const share = turns.filter(({ full }) => full).length / turns.length;
    assert.ok(Math.abs(share - 0.25) < 0.1, `${share} of ${turns.length}`);
  });

  it('is given up by a player who sees it lost, and played out to see who owns what', async () => {
    const settings = { ...TINY, resignation: { playedOut: 0, falsePositives: 0.05 } };
    // White thinks himself lost from the tenth move on.
    const evaluator = fakeEvaluator((game) => ({
      policy: Array.from({ length: BOARD.area + 1 }, (_, move) => (move < BOARD.area ? 1 : 0.01)),
      value: game.length >= 10 ? (game.toMove === WHITE ? -0.95 : 0.95) : 0,
    }));
    const { game } = await play(0, { settings, evaluator, resignBelow: -0.9 });
    assert.deepEqual(game?.outcome, { kind: 'win', winner: BLACK, by: 'resign' });
    assert.ok(game.moves.length >= 10 && game.moves.length <= 14);
    assert.ok(game.resignation!.lowest.white < -0.9 && game.resignation!.lowest.black > -0.9);
    assert.ok(game.owners.filter((owner) => owner !== 0).length > 20, 'played out');

    const kept = await play(0, {
      settings: { ...settings, resignation: { playedOut: 1, falsePositives: 0.05 } },
      evaluator,
      resignBelow: -0.9,
    });
    assert.notEqual(kept.game!.outcome.kind === 'win' && kept.game!.outcome.by, 'resign');
    assert.ok(kept.game!.resignation!.playedOut);
  });

  it('is won by the stronger view: playouts against nothing but chance', async () => {
    const settings = { ...TINY, play: { ...TINY.play, visits: 60 } };
    const values: number[] = [];
    for (let number = 0; number < 3; number++) {
      const evaluator = rolloutEvaluator(new Random(number), 4);
      const { game } = await play(number, { settings, evaluator });
      const { margin, turns, moves } = game!;
      const last = turns.at(-1)!;
      const toMove = last.ply % 2 === 0 ? BLACK : WHITE;
      assert.ok(last.ply === moves.length - 1);
      values.push(last.value * Math.sign(toMove === WHITE ? margin : -margin));
    }
    assert.ok(values.reduce((a, b) => a + b) / 3 > 0.5, `the end is seen coming: ${values.join()}`);
  });
});
