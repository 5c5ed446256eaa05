import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import { BLACK, WHITE } from '../../engine/color.js';
import { parseDiagram } from '../../engine/diagram.js';
import { Game } from '../../engine/game.js';
import { outcomeOfScore } from '../../engine/outcome.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { findProgram, readCommand } from '../../selfplay/opponents/find-program.js';
import { judgeGame } from '../../selfplay/opponents/judge-game.js';
import { drawOpening } from '../../selfplay/opponents/openings.js';
import { ProgramContestant } from '../../selfplay/opponents/program-contestant.js';
import { GNUGO_REFEREE, Referee } from '../../selfplay/opponents/referee.js';
import { playGame, randomSeat } from './support/play-game.js';
import { isRunning } from './support/pretend-programs.js';

// The real GNU Go plays, and scores what has been played.

const PATH = process.env['PATH'] ?? '';
const FOUND = findProgram('gnugo', PATH);
const SKIP = !FOUND.ok && FOUND.error.message;

const PLAYER = 'gnugo --mode gtp --chinese-rules --positional-superko --level 1 --seed 1';
const RULES = { ...RULE_PRESETS['tromp-taylor'], suicide: false, komi: 7 };

const newReferee = (): Referee => new Referee(unwrap(readCommand(GNUGO_REFEREE, PATH)));

describe('GNU Go', { skip: SKIP }, () => {
  for (const [size, games] of [
    [5, 4],
    [9, 2],
  ]) {
    it(`plays ${size}×${size} to the end, wins, and agrees with our score`, async () => {
      const forfeits: string[] = [];
      const board = Board.of(size);
      const random = new Random(size);
      const gnugo = unwrap(
        await ProgramContestant.open(
          unwrap(readCommand(PLAYER, PATH)),
          new Game(board, RULES),
          (reason) => forfeits.push(reason.message),
        ),
      );
      const referee = newReferee();
      let wins = 0;
      for (let i = 0; i < games; i++) {
        const game = new Game(board, RULES);
        for (const point of drawOpening(board, 2, random)) game.play(point);
        const seat = await gnugo.seat(game);
        const seats = [randomSeat(game, random), seat] as const;
        await playGame(game, seats[i % 2], seats[1 - (i % 2)]);
        const { outcome, by } = await judgeGame({ claimants: [gnugo], seed: 1 }, game);
        if (by === 'agreed') {
          assert.deepEqual(outcomeOfScore(unwrap(await referee.score(game))), outcome);
        }
        const own = i % 2 === 0 ? WHITE : BLACK;
        if (outcome.kind === 'win' && outcome.winner === own) wins++;
        seat.leave();
      }
      assert.equal(gnugo.name, 'GNU Go 3.8');
      assert.deepEqual(forfeits, []);
      assert.ok(wins >= games - 1, `won ${wins} of ${games}`);
      const { pids } = gnugo;
      await Promise.all([gnugo.close(), referee.close()]);
      assert.deepEqual(pids.map(isRunning), [false]);
    });
  }

  it('finds dead stones as a referee', async () => {
    const setup = unwrap(parseDiagram('. O X . .\n. O X . .\nX X X . .\n. . . . .\n. . . . .'));
    const game = new Game(setup.board, RULES, { setup });
    game.play(game.board.pass);
    game.play(game.board.pass);
    const referee = newReferee();
    const undecided = { claimants: [{ deadStones: () => Promise.resolve(game.position.white) }] };
    assert.equal(unwrap(await referee.score(game)), 7 - 25);
    // Whoever claims Black's stones to be dead is overruled.
    const claimants = [{ deadStones: () => Promise.resolve(game.position.black) }];
    const verdict = await judgeGame({ claimants, referee, seed: 1 }, game);
    assert.deepEqual(verdict, { outcome: outcomeOfScore(7 - 25), by: 'disputed' });
    assert.equal((await judgeGame({ ...undecided, referee, seed: 1 }, game)).by, 'agreed');
    await referee.close();
  });

  it('tells what it cannot score', async () => {
    const referee = newReferee();
    const refused = await referee.score(new Game(Board.of(21), RULES));
    assert.equal(refused.ok ? 'none' : refused.error.code, 'ERR_GTP_REFUSED');
    const small = await referee.score(new Game(Board.of(5), RULES));
    assert.equal(small.ok, true);
    await referee.close();
  });
});
