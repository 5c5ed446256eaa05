import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import { BLACK, WHITE } from '../../engine/color.js';
import { Game } from '../../engine/game.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { Ratings } from '../../selfplay/loop/ratings.js';
import { MatchJournal } from '../../selfplay/match/match-journal.js';
import { parseContestant } from '../../selfplay/match/parse-contestant.js';
import { playMatch, type Match, type MatchResult } from '../../selfplay/match/play-match.js';
import type { Contestant } from '../../selfplay/match/player.js';
import { RANDOM_CONTESTANT } from '../../selfplay/match/random-contestant.js';
import { runFolder } from '../../selfplay/run/folder.js';
import { temporaryFolder } from './support/temporary.js';

const BOARD = Board.of(5, 5);
const RULES = { ...RULE_PRESETS['tromp-taylor'], komi: 0.5 };

/** Plays the first point that is free, or what a test says. */
function contestant(name: string, choose: (game: Game) => number | 'resign'): Contestant {
  return {
    name,
    seat: () => Promise.resolve({ choose: (game) => Promise.resolve(choose(game)) }),
    close: () => Promise.resolve(),
  };
}

function firstFree(game: Game): number {
  const points = [...Array(BOARD.area).keys()];
  return points.find((point) => game.isLegal(point)) ?? BOARD.pass;
}

async function match(a: Contestant, b: Contestant, games: number): Promise<MatchResult[]> {
  const results: MatchResult[] = [];
  const conditions = { board: BOARD, rules: RULES, longest: 50 };
  const played: Match = { a, b, conditions, opening: () => [12], seed: 7, atOnce: 3 };
  const numbers = [...Array(games).keys()];
  await playMatch(
    played,
    numbers,
    (result) => results.push(result),
    () => false,
  );
  return results.sort((x, y) => x.game - y.game);
}

describe('a match', () => {
  it('plays each game once, colours alternating, from its opening', async () => {
    const results = await match(RANDOM_CONTESTANT, contestant('first', firstFree), 8);
    assert.deepEqual(
      results.map(({ game }) => game),
      [0, 1, 2, 3, 4, 5, 6, 7],
    );
    for (const { game, colorOfA, moves } of results) {
      assert.equal(colorOfA, game % 2 === 0 ? BLACK : WHITE);
      assert.equal(moves[0], 12);
      const replay = new Game(BOARD, RULES);
      for (const move of moves) assert.ok(replay.tryPlay(move).ok);
    }
  });

  it('counts an illegal move and giving up as losses', async () => {
    const illegal = await match(
      contestant('illegal', () => 12),
      RANDOM_CONTESTANT,
      2,
    );
    for (const { points, outcome } of illegal) {
      assert.equal(points, 0);
      assert.equal(outcome.kind === 'win' && outcome.by, 'forfeit');
    }
    const resigning = await match(
      RANDOM_CONTESTANT,
      contestant('tired', () => 'resign'),
      2,
    );
    for (const { points, outcome } of resigning) {
      assert.equal(points, 1);
      assert.equal(outcome.kind === 'win' && outcome.by, 'resign');
    }
  });

  it('scores two passes by area', async () => {
    const [black, white] = await match(
      contestant('one', (game) => (game.length < 2 ? firstFree(game) : BOARD.pass)),
      contestant('passing', () => BOARD.pass),
      2,
    );
    assert.equal(black.points, 1); // Black has the centre and all the rest
    assert.deepEqual(white.outcome, { kind: 'win', winner: WHITE, by: 0.5 }); // neutral board
  });
});

describe('the journal of a match', () => {
  it('goes on where it was cut off, torn lines and rubbish left out', async (t) => {
    const path = join(temporaryFolder(t), 'match.jsonl');
    const results = await match(RANDOM_CONTESTANT, contestant('first', firstFree), 5);
    const journal = new MatchJournal(path);
    for (const result of [results[0], results[1], results[3]]) journal.add(result);
    appendFileSync(path, '{"game": 4, "outc');
    const again = new MatchJournal(path);
    assert.deepEqual(again.all, [results[0], results[1], results[3]]);
    assert.deepEqual(again.missing(5), [2, 4]);
    again.add(results[2]);
    assert.deepEqual(new MatchJournal(path).missing(5), [4]);
  });

  it('counts games in the order they were begun, up to the first that is missing', async () => {
    const results = await match(
      RANDOM_CONTESTANT,
      contestant('tired', () => 'resign'),
      4,
    );
    const journal = new MatchJournal(undefined);
    for (const i of [3, 1, 0]) journal.add(results[i]);
    assert.deepEqual(journal.tally(), { wins: 2, draws: 0, losses: 0 });
    journal.add(results[2]);
    assert.deepEqual(journal.tally(), { wins: 4, draws: 0, losses: 0 });
  });
});

describe('ratings of a run', () => {
  const settings = { visits: 1, games: 10, anchors: ['uct:100', 'random'] };

  it('match a champion with the anchors and an earlier champion, once each', (t) => {
    const ratings = new Ratings(runFolder(temporaryFolder(t)), settings);
    const names = (champion: number): string[] => ratings.opponentsOf(champion).map((o) => o.name);
    assert.deepEqual(names(2), ['uct:100', 'random']);
    ratings.add({ champion: 2, games: 10, opponent: 'uct:100', wins: 5, draws: 0, losses: 5 });
    assert.deepEqual(names(2), ['random']);
    ratings.add({ champion: 2, games: 10, opponent: 'random', wins: 10, draws: 0, losses: 0 });
    assert.deepEqual(names(2), []);
    assert.deepEqual(names(5), ['uct:100', 'champion 2'], 'random tells no more');
  });

  it('are kept, and measured from the first anchor', (t) => {
    const folder = runFolder(temporaryFolder(t));
    const ratings = new Ratings(folder, settings);
    assert.equal(ratings.of(1), undefined);
    ratings.add({ champion: 1, games: 10, opponent: 'uct:100', wins: 75, draws: 0, losses: 25 });
    const again = new Ratings(folder, settings).of(1)!;
    assert.deepEqual(ratings.of(1), again);
    // 75 of 100 is 400 · log10(3) = 191 Elo more, less a little for the virtual draw.
    assert.ok(Math.abs(again.rating - 1191) < 10, `${again.rating}`);
    assert.ok(again.interval > 50 && again.interval < 100);
  });
});

describe('the name of a contestant', () => {
  it('tells networks, anchors and commands apart', () => {
    const kinds = ['random', 'uct:50', 'nets/0001.onnx', 'weights.txt.gz', 'gnugo --mode gtp'].map(
      (text) => {
        const parsed = parseContestant(text);
        return parsed.ok ? parsed.value.kind : parsed.error.code;
      },
    );
    assert.deepEqual(kinds, ['random', 'uct', 'network', 'network', 'program']);
    const empty = parseContestant(' ');
    assert.equal(!empty.ok && empty.error.code, 'ERR_CONTESTANT');
  });
});
