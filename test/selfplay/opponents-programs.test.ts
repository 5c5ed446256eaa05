import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import { parseVertex } from '../../engine/coordinates.js';
import { parseDiagram } from '../../engine/diagram.js';
import { Game } from '../../engine/game.js';
import { makeOutcome } from '../../engine/outcome.js';
import { unwrap, type Failure } from '../../engine/result.js';
import { RULE_PRESETS, type Rules } from '../../engine/rules.js';
import { readDeadStones, readScore } from '../../selfplay/opponents/gtp-answers.js';
import { GtpPlayer } from '../../selfplay/opponents/gtp-player.js';
import type { GtpPatience } from '../../selfplay/opponents/gtp-program.js';
import { gameCommands } from '../../selfplay/opponents/gtp-setup.js';
import { ProgramContestant } from '../../selfplay/opponents/program-contestant.js';
import { playGame, type Seat } from './support/play-game.js';
import { isRunning, PretendPrograms } from './support/pretend-programs.js';

const PATIENCE: GtpPatience = { start: 60_000, answer: 60_000, grace: 60_000 };
/** For programs that hang: their other answers come at once. */
const HURRY: GtpPatience = { ...PATIENCE, answer: 2_000 };

const RULES: Rules = { ...RULE_PRESETS['tromp-taylor'], komi: 7 };
const BOARD = Board.of(5);

function newGame(moves = '', rules = RULES): Game {
  const game = new Game(BOARD, rules);
  for (const vertex of moves.split(' ').filter((v) => v !== '')) {
    unwrap(game.tryPlay(unwrap(parseVertex(BOARD, vertex))));
  }
  return game;
}

/** Plays those moves, then passes. */
function seatOf(moves: string): Seat {
  const left = moves.split(' ').map((vertex) => unwrap(parseVertex(BOARD, vertex)));
  return { choose: () => Promise.resolve(left.shift() ?? BOARD.pass) };
}

describe('what is said to a program', () => {
  const commandsFor = (game: Game, ...known: string[]): string[] =>
    unwrap(gameCommands(game, new Set(known)));

  it('is the board, komi, and the moves so far', () => {
    assert.deepEqual(commandsFor(newGame('C3 pass A5 B4')), [
      ...['boardsize 5', 'komi 7', 'clear_board'],
      ...['play b C3', 'play w pass', 'play b A5', 'play w B4'],
    ]);
  });

  it('is the rules, too, by name or one by one, to a program that can be told', () => {
    const kata = (rules: Rules): string => commandsFor(newGame('', rules), 'kata-set-rules')[1];
    assert.equal(kata(RULES), 'kata-set-rules tromp-taylor');
    const own = { ...RULE_PRESETS.aga, suicide: true };
    assert.match(kata(own), /^kata-set-rules \{.*\}$/);
    assert.deepEqual(JSON.parse(kata(own).slice('kata-set-rules '.length)), {
      ko: 'SITUATIONAL',
      scoring: 'AREA',
      tax: 'NONE',
      suicide: true,
      whiteHandicapBonus: 'N-1',
    });
  });

  it('is the stones of a setup', () => {
    const setup = unwrap(parseDiagram('X . O\n. . .\n. . X'));
    const game = new Game(setup.board, RULES, { setup });
    game.play(4);
    assert.deepEqual(commandsFor(game).slice(3), [
      ...['play b A3', 'play b C1', 'play w C3', 'play b B2'],
    ]);
  });

  it('is a rectangle only to a program that knows those', () => {
    const game = new Game(Board.of(5, 4), RULES);
    const refused = gameCommands(game, new Set());
    assert.equal(refused.ok ? '' : refused.error.code, 'ERR_GTP_BOARD');
    assert.equal(commandsFor(game, 'rectangular_boardsize')[0], 'rectangular_boardsize 5 4');
  });
});

describe('what a program says', () => {
  it('of a score', () => {
    const scores = ['W+3.5', 'b+18', '0', 'B+0', 'W+R', '?', 'what?'].map(readScore);
    assert.deepEqual(
      scores.map((score) => (score.ok ? score.value : score.error.code)),
      [3.5, -18, 0, 0, 'ERR_GTP_SCORE', 'ERR_GTP_SCORE', 'ERR_OUTCOME'],
    );
  });

  it('of dead stones', () => {
    const { position } = newGame('C3 A5 pass B4');
    const dead = (text: string) => readDeadStones(position, text);
    assert.deepEqual([...unwrap(dead('A5 B4\nc3'))], [1, 2, 4, 0, 0]);
    assert.deepEqual([...unwrap(dead(''))], [0, 0, 0, 0, 0]);
    for (const [text, code] of [
      ['D4', 'ERR_GTP_DEAD'],
      ['pass', 'ERR_GTP_DEAD'],
      ['F9', 'ERR_VERTEX_OFF_BOARD'],
      ['none', 'ERR_VERTEX_SYNTAX'],
    ]) {
      const result = dead(text);
      assert.equal(result.ok ? 'none' : result.error.code, code, text);
    }
  });
});

/** Answers from a list in turn, then passes; remembers the commands that tell it of a game. */
const SCRIPTED = `{
  moves: MOVES,
  log: [],
  list_commands: () => 'list_commands',
  boardsize(size) { this.log = ['boardsize ' + size]; return ''; },
  komi(komi) { this.log.push('komi ' + komi); return ''; },
  clear_board() { this.log.push('clear_board'); return ''; },
  play(move) { this.log.push('play ' + move); return ''; },
  genmove(color) { this.log.push('genmove ' + color); return this.moves.shift() ?? 'PASS'; },
  final_score() { return 'B+' + this.log.length; },
  final_status_list() { console.error(this.log.join(', ')); process.exit(0); },
}`;

describe('a program as a player', () => {
  let pretend: PretendPrograms;
  before(async () => {
    pretend = await PretendPrograms.open();
  });
  after(() => pretend.close());

  it('is told the moves of the other, and what was made before', async () => {
    const command = await pretend.write('told', SCRIPTED.replace('MOVES', `['d4', 'b2']`));
    const player = new GtpPlayer(command, PATIENCE);
    const game = newGame('C3');
    unwrap(await player.begin(game));
    const choose = async () => unwrap(await player.choose());
    await playGame(game, seatOf('A1 pass'), { choose });
    assert.equal(player.name, 'Pretender 0.1');
    assert.equal(unwrap(await player.finalScore()), -9);
    const dead = await player.deadStones();
    assert.match(
      dead.ok ? '' : dead.error.message,
      /boardsize 5, komi 7, clear_board, play b C3, genmove w, play b A1, genmove w, play b pass, genmove w$/,
    );
  });
});

describe('a program as a contestant', () => {
  let pretend: PretendPrograms;
  before(async () => {
    pretend = await PretendPrograms.open();
  });
  after(() => pretend.close());

  /** Plays White against Black's moves, with one program; the outcomes and the reasons. */
  async function play(
    name: string,
    answers: string,
    patience = PATIENCE,
    games = 2,
  ): Promise<string[]> {
    const reasons: Failure[] = [];
    const command = await pretend.write(name, answers);
    const opened = await ProgramContestant.open(
      command,
      newGame(),
      (reason) => reasons.push(reason),
      patience,
    );
    const contestant = unwrap(opened);
    const pids = new Set<number>();
    const outcomes: string[] = [];
    for (let i = 0; i < games; i++) {
      const game = newGame();
      const seat = await contestant.seat(game);
      contestant.pids.forEach((pid) => pids.add(pid));
      await playGame(game, seatOf('C3 D3'), seat);
      outcomes.push(makeOutcome(game.outcome));
      seat.leave();
    }
    await contestant.close();
    for (const pid of pids) assert.equal(isRunning(pid), false, `${name} still runs`);
    return [...outcomes, ...reasons.map(({ code }) => code)];
  }

  const FORFEITS: readonly (readonly [string, string, string])[] = [
    ['crashes', '{ genmove: () => process.exit(1) }', 'ERR_GTP_ENDED'],
    ['has no move', `{ genmove: (_, id) => say('?' + id + ' no move\\n\\n') }`, 'ERR_GTP_REFUSED'],
    [
      'refuses a legal move',
      `{ play: (_, id) => say('?' + id + ' illegal move\\n\\n') }`,
      'ERR_GTP_REFUSED',
    ],
    ['answers rubbish', `{ genmove: () => 'hello' }`, 'ERR_VERTEX_SYNTAX'],
    ['answers nothing', `{ genmove: () => '' }`, 'ERR_VERTEX_SYNTAX'],
    ['moves onto a stone', `{ genmove: () => 'C3' }`, 'ERR_GTP_MOVE'],
    ['moves off the board', `{ genmove: () => 'T19' }`, 'ERR_VERTEX_OFF_BOARD'],
    ['answers another command', `{ genmove: (_, id) => say('=99 D4\\n\\n') }`, 'ERR_GTP_PROTOCOL'],
  ];
  for (const [name, answers, code] of FORFEITS) {
    it(`that ${name} loses the game, and plays the next one`, async () => {
      assert.deepEqual(await play(name, answers), ['B+F', 'B+F', code, code]);
    });
  }

  it('that hangs loses the game', async () => {
    const outcomes = await play('hangs', '{ genmove: () => undefined }', HURRY, 1);
    assert.deepEqual(outcomes, ['B+F', 'ERR_GTP_TIMEOUT']);
  });

  it('that resigns loses the game', async () => {
    assert.deepEqual(await play('resigns', `{ genmove: () => 'Resign' }`), ['B+R', 'B+R']);
  });

  it('that follows the rules comes to the end', async () => {
    assert.deepEqual(await play('passes', '{}'), ['?', '?']);
  });

  it('that cannot have the board fails before the match', async () => {
    const refuse = `(_, id) => say('?' + id + ' unacceptable size\\n\\n')`;
    const command = await pretend.write('small', `{ boardsize: ${refuse} }`);
    const opened = await ProgramContestant.open(command, newGame(), () => undefined, PATIENCE);
    assert.equal(opened.ok ? 'none' : opened.error.code, 'ERR_GTP_REFUSED');
  });

  it('plays several games at once, each in a process, and keeps those', async () => {
    const command = await pretend.write('several', `{ final_status_list: () => 'C3' }`);
    const opened = await ProgramContestant.open(command, newGame(), () => undefined, PATIENCE);
    const contestant = unwrap(opened);
    const games = [newGame(), newGame('C3'), newGame()];
    const seats = await Promise.all(games.map((game) => contestant.seat(game)));
    const { pids } = contestant;
    assert.equal(new Set(pids).size, 3);
    const dead = await Promise.all(games.map((game) => contestant.deadStones(game)));
    assert.deepEqual(
      dead.map((bits) => bits !== undefined),
      [false, true, false],
    );
    for (const seat of seats) seat.leave();
    await Promise.all([contestant.seat(newGame()), contestant.seat(newGame())]);
    assert.deepEqual(contestant.pids.sort(), pids.sort());
    await contestant.close();
    assert.deepEqual(pids.map(isRunning), [false, false, false]);
  });
});
