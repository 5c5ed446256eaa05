import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BLACK, WHITE } from '../../engine/color.js';
import { DRAW, UNKNOWN, win, type Outcome } from '../../engine/outcome.js';
import { Random } from '../../engine/random.js';
import { ResignationLearner } from '../../selfplay/play/resignation.js';
import type { PlayedGame } from '../../selfplay/records/played-game.js';

function game(black: number, white: number, outcome: Outcome, playedOut = true): PlayedGame {
  return {
    number: 0,
    width: 9,
    height: 9,
    rules: 'tromp-taylor',
    komi: 7,
    champion: { first: 0, last: 0 },
    moves: new Uint16Array(),
    turns: [],
    outcome,
    margin: 0,
    owners: new Int8Array(81),
    resignation: { playedOut, lowest: { black, white } },
  };
}

/** White loses after seeing −0.9 at worst; the winner's worst is given. */
const whiteLoses = (black: number): PlayedGame => game(black, -0.9, win(BLACK, 3));

function learn(games: readonly PlayedGame[], falsePositives = 0.05): ResignationLearner {
  const learner = new ResignationLearner(falsePositives);
  for (const one of games) learner.add(one);
  return learner;
}

function repeat(n: number, make: (i: number) => PlayedGame): PlayedGame[] {
  return Array.from({ length: n }, (_, i) => make(i));
}

describe('the threshold for giving up', () => {
  it('lets one game of twenty be given up wrongly', () => {
    // Winners came back from −0.105, −0.115, … −0.595: below −0.545 there are five of them.
    const games = repeat(100, (i) => whiteLoses(i < 50 ? -0.105 - i / 100 : 0.5));
    assert.deepEqual(learn(games).threshold(), {
      below: -0.105 - 44 / 100,
      games: 100,
      givenUp: 100,
      wrongly: 5,
    });
  });

  it('never gives up a game that looks even', () => {
    assert.equal(learn(repeat(60, () => whiteLoses(0.7))).threshold()?.below, 0);
  });

  it('counts a draw as a game given up wrongly', () => {
    const games = [
      ...repeat(90, () => whiteLoses(0.5)),
      ...repeat(10, () => game(0.2, -0.5, DRAW)),
    ];
    assert.deepEqual(learn(games).threshold(), {
      below: -0.5,
      games: 100,
      givenUp: 90,
      wrongly: 0,
    });
  });

  it('waits for fifty games that were played out to an outcome', () => {
    const learner = learn(repeat(49, () => whiteLoses(0.5)));
    learner.add(game(0.5, -0.9, UNKNOWN));
    learner.add(game(0.5, -0.9, win(BLACK, 3), false));
    assert.equal(learner.threshold(), undefined);
    learner.add(game(-0.9, 0.5, win(WHITE, 3)));
    assert.equal(learner.threshold()?.games, 50);
  });

  it('does not trust a handful of games below the threshold', () => {
    // Who loses has nothing to do with the values, but for the three lowest.
    const games = repeat(80, (i) => game(0 - i / 100, 0 - i / 100, i > 76 ? UNKNOWN : DRAW));
    games.push(...repeat(3, () => whiteLoses(0.5)));
    assert.equal(learn(games).threshold(), undefined);
  });

  it('forgets games that have left the window', () => {
    const learner = new ResignationLearner(0.05, 60);
    for (const one of repeat(100, () => whiteLoses(-0.8))) learner.add(one);
    for (const one of repeat(60, () => whiteLoses(-0.3))) learner.add(one);
    assert.equal(learner.threshold()?.below, -0.3);
  });

  it('is the one that trying all of them finds', () => {
    const random = new Random(11);
    for (let round = 0; round < 20; round++) {
      const games = repeat(120, () => randomGame(random));
      assert.equal(learn(games, 0.2).threshold()?.below, tryAll(games, 0.2));
    }
  });
});

/** Values of two decimals; low ones go with a loss, mostly. */
function randomGame(random: Random): PlayedGame {
  const [black, white] = [0 - random.below(100) / 100, 0 - random.below(100) / 100];
  const winner = black - white + random.float() - 0.5 > 0 ? BLACK : WHITE;
  return game(black, white, random.below(20) === 0 ? DRAW : win(winner, 1));
}

/** The definition, word by word, for every hundredth from 0 down. */
function tryAll(games: readonly PlayedGame[], allowed: number): number | undefined {
  for (let hundredth = 0; hundredth <= 100; hundredth++) {
    const below = 0 - hundredth / 100;
    const givenUp = games.filter(({ resignation }) => {
      const { black, white } = resignation!.lowest;
      return black < below || white < below;
    });
    const wrongly = givenUp.filter(({ resignation, outcome }) => {
      const { black, white } = resignation!.lowest;
      const won = outcome.kind === 'win' ? outcome.winner : undefined;
      return (black < below && won !== WHITE) || (white < below && won !== BLACK);
    });
    if (givenUp.length < 1 / allowed) return undefined;
    if (wrongly.length / givenUp.length <= allowed) return below;
  }
  return undefined;
}
