import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { BLACK, WHITE } from '../../engine/color.js';
import { Game } from '../../engine/game.js';
import { makeOutcome, outcomeOfScore } from '../../engine/outcome.js';
import { unwrap } from '../../engine/result.js';
import { score } from '../../engine/scoring.js';
import { readRecords } from '../../engine/sgf/read-record.js';
import type { GameRecord } from '../../engine/sgf/record.js';
import { findProgram } from '../../selfplay/opponents/find-program.js';
import { PRESETS } from '../../selfplay/settings/presets.js';
import { CommandProcess, selfplay, tinyRun } from './support/command.js';
import { PretendPrograms } from './support/pretend-programs.js';
import { temporaryFolder } from './support/temporary.js';

// The real command, in a process of its own each time.

const GNUGO = findProgram('gnugo', process.env['PATH'] ?? '');

function recordsIn(file: string): GameRecord[] {
  return [...readRecords(readFileSync(file, 'utf8'), file)].map((record) => unwrap(record));
}

/** Plays a record's moves again under its rules. */
function replay({ board, rules, moves }: GameRecord): Game {
  const game = new Game(board, rules);
  for (const { color, point } of moves) unwrap(game.tryPlay(point, color));
  return game;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(20);
}

describe('selfplay --games', () => {
  it('learns, and what it has made is reported, exported, rated and matched', async (t) => {
    const folder = temporaryFolder(t);
    const options = tinyRun(folder);
    const run = join(folder, 'run');

    const first = await selfplay('--games', '44', ...options);
    assert.equal(first.stderr, '');
    assert.equal(first.code, 0);
    assert.match(first.stdout, /^run .*: tiny-5x5, 5×5, 2 threads, device cpu$/m);
    assert.match(first.stdout, /^candidate 1 (promoted|rejected): [\d.]+ % against 0/m);
    assert.match(first.stdout, /^done: (\d+) games in .*, champion \d/m);

    await t.test('given again goes on, and has nothing to do', async () => {
      const again = await selfplay('--games', '44', ...options);
      assert.deepEqual([again.code, again.stderr], [0, '']);
      assert.match(again.stdout, /^going on with .*, 4\d games, champion \d$/m);
    });

    await t.test('refuses other settings', async () => {
      const other = await selfplay('--run', run, '--games', '50', '--set', 'play.visits=7');
      assert.equal(other.code, 1);
      assert.match(other.stderr, /^error: .*begun with other settings \(play\).*RUN_SETTINGS\)\n$/);
    });

    await t.test('games are exported as SGF that plays back', async () => {
      const file = join(folder, 'all.sgf');
      assert.equal((await selfplay('games', run, '--out', file)).code, 0);
      const all = recordsIn(file);
      const told = /^done: (\d+) games/m.exec(first.stdout)![1];
      assert.equal(all.length, Number(told));
      for (const record of all) assert.equal(replay(record).length, record.moves.length);

      const some = join(folder, 'some');
      const chosen = await selfplay('games', run, '--from', '3', '--to', '5', '--out', some);
      assert.match(chosen.stdout, /^3 games in /);
      assert.deepEqual(readdirSync(some).sort(), ['000003.sgf', '000004.sgf', '000005.sgf']);

      const { stdout } = await selfplay('games', run, '--last', '2', '--out', '-');
      const last = [...readRecords(stdout, 'stdout')].map((record) => unwrap(record));
      assert.deepEqual(last, all.slice(-2));
    });

    await t.test('damaged records are skipped and named', async () => {
      const file = join(run, 'games', '000001.games');
      const bytes = readFileSync(file);
      const broken = Buffer.from(bytes);
      broken[Math.floor(bytes.length / 2)] ^= 0xff;
      writeFileSync(file, broken);
      const { code, stdout, stderr } = await selfplay('games', run, '--out', join(folder, 'x.sgf'));
      writeFileSync(file, bytes);
      assert.equal(code, 0);
      assert.match(stderr, /^warning: .*000001\.games: skipped \d+ bytes/);
      assert.match(stdout, /^4\d games in /);
    });

    await t.test('a report is one page', async () => {
      const page = join(folder, 'page.html');
      assert.equal((await selfplay('report', run, '--out', page)).code, 0);
      assert.match(readFileSync(page, 'utf8'), /^<!doctype html>[^]*Gates[^]*<\/html>\n$/);
    });

    await t.test('a rating is kept', async () => {
      const rated = await selfplay('rate', run, 'uct:20', '--games', '4', '--device', 'cpu');
      assert.deepEqual([rated.code, rated.stderr], [0, '']);
      assert.match(rated.stdout, /^champion \d against uct:20: \d won/m);
      const lines = readFileSync(join(run, 'ratings.jsonl'), 'utf8').trim().split('\n');
      const { opponent, wins, draws, losses } = JSON.parse(lines.at(-1)!) as Record<string, number>;
      assert.equal(opponent, 'uct:20');
      assert.equal(wins + draws + losses, 4);
    });

    await t.test('an earlier network of the run has one name in its ratings', async () => {
      const names = [run, `${run}:0`, '--network', '1'];
      const rated = await selfplay('rate', ...names, '--games', '2', '--device', 'cpu');
      assert.deepEqual([rated.code, rated.stderr], [0, '']);
      const lines = readFileSync(join(run, 'ratings.jsonl'), 'utf8').trim().split('\n');
      const { champion, opponent } = JSON.parse(lines.at(-1)!) as Record<string, unknown>;
      assert.deepEqual([champion, opponent], [1, 'champion 0']);
    });

    await t.test('a network can be matched by the folder and its number', async () => {
      const names = [run, `${run}:0`];
      const { code, stdout } = await selfplay('match', ...names, '--games', '4', '--visits', '4');
      assert.equal(code, 0);
      assert.match(
        stdout,
        /^run:\d against run:0: 4 games, 5×5, tromp-taylor, komi 24\.5, 4 visits/,
      );
      const none = await selfplay('match', `${run}:99`, 'random');
      assert.match(none.stderr, /^error: the run in .* has no network 99 \(ERR_CONTESTANT\)\n$/);
    });
  });

  it('stops at Ctrl-C, refuses a second process meanwhile, and goes on', async (t) => {
    const folder = temporaryFolder(t);
    const options = tinyRun(folder);
    const games = join(folder, 'run', 'games', '000001.games');
    const running = new CommandProcess(['--games', '5000', ...options]);
    await until(() => existsSync(games) && statSync(games).size > 0);
    const second = await selfplay('--games', '5000', ...options);
    assert.equal(second.code, 1);
    assert.match(second.stderr, /^error: .* is in use by process \d+ .*\(ERR_RUN_LOCKED\)\n$/);
    running.signal('SIGINT');
    running.signal('SIGINT'); // as npm passes on what the terminal has sent already
    const { code, stdout, stderr } = await running.ended;
    assert.deepEqual([code, stderr], [130, '']);
    const [, stopped] = /^stopped: (\d+) games/m.exec(stdout)!;
    assert.match(stdout, /^to go on: node \S*main\.js --games 5000 --config /m);
    assert.deepEqual(
      readdirSync(join(folder, 'run')).filter((name) => name.endsWith('.lock')),
      [],
    );

    const wanted = Number(stopped) + 10;
    const on = await selfplay('--games', String(wanted), ...options);
    assert.deepEqual([on.code, on.stderr], [0, '']);
    assert.match(on.stdout, new RegExp(`, ${stopped} games, champion`));
    assert.ok(Number(/^done: (\d+) games/m.exec(on.stdout)![1]) >= wanted);
  });

  it('ends with 143 at SIGTERM, and after so many hours with 0', async (t) => {
    const folder = temporaryFolder(t);
    const options = tinyRun(folder);
    const games = join(folder, 'run', 'games', '000001.games');
    const running = new CommandProcess(['--hours', '1', ...options]);
    await until(() => existsSync(games) && statSync(games).size > 0);
    running.signal('SIGTERM');
    assert.equal((await running.ended).code, 143);
    const { code, stdout } = await selfplay('--hours', '0.0001', ...options);
    assert.equal(code, 0);
    assert.match(stdout, /^time is over: /m);
  });
});

describe('the settings of a command line', () => {
  it('are printed, and the same when they are read again', async (t) => {
    const config = join(temporaryFolder(t), 'config.json');
    const options = ['--preset', 'gpu-9x9', '--board', '13', '--seed', '5', '--no-gate'];
    const sets = ['--set', 'play.visits=32', '--set', 'play.search.method=puct'];
    const printed = await selfplay(...options, ...sets, '--print-config');
    writeFileSync(config, printed.stdout);
    assert.equal((await selfplay('--config', config, '--print-config')).stdout, printed.stdout);
    const { preset, board, seed, gate, komi, play, rating } = JSON.parse(
      printed.stdout,
    ) as (typeof PRESETS)['gpu-9x9'];
    assert.deepEqual([preset, board, seed, gate, komi.usual], ['gpu-9x9', 13, 5, null, 7.5]);
    assert.deepEqual([play.visits, play.search.method], [32, 'puct']);
    assert.deepEqual(rating, PRESETS['gpu-9x9'].rating);
  });

  const wrong: [string[], number, RegExp][] = [
    [['--gamse', '3'], 2, /unknown option '--gamse' \(Did you mean --games\?\) \(ERR_USAGE\)/],
    [['--games', '0'], 2, /--games <n>.*whole number from 1 .*\(ERR_USAGE\)/],
    [['--games', '1', '--device', 'gpu'], 2, /no device "gpu".*\(ERR_USAGE\)/],
    [['--games', '1', '--preset', 'x'], 2, /tiny-5x5.*\(ERR_USAGE\)/],
    [['--preset', 'tiny-5x5'], 2, /--games N or --hours H.*\(ERR_USAGE\)/],
    [['play'], 2, /\(ERR_USAGE\)/],
    [['match', 'random'], 2, /missing required argument 'b' \(ERR_USAGE\)/],
    [['--print-config', '--set', 'play.visits=0'], 1, /play\.visits .*not 0 \(ERR_SETTINGS\)/],
    [['--print-config', '--config', '/nowhere.json'], 1, /nowhere.*\(ERR_FILE_MISSING\)/],
    [['report', '/nowhere'], 1, /no run in \/nowhere.*\(ERR_RUN_MISSING\)/],
    [['match', 'random', 'uct:no'], 1, /uct:1000 \(ERR_CONTESTANT\)/],
    [['match', 'random', '/nowhere'], 1, /'\/nowhere' is no contestant.*\(ERR_CONTESTANT\)/],
    [['match', 'random', '/nowhere.onnx'], 1, /nowhere\.onnx.*\(ERR_NETWORK_MISSING\)/],
  ];
  for (const [words, code, message] of wrong) {
    it(`are refused: ${words.join(' ')}`, async () => {
      const ended = await selfplay(...words);
      assert.deepEqual([ended.code, ended.stdout], [code, '']);
      assert.match(ended.stderr, message);
      assert.match(ended.stderr, /^error: [^\n]*\n$/);
    });
  }

  it('show where an error comes from with DEBUG', async () => {
    const { stderr } = await new CommandProcess(['report', '/nowhere'], { DEBUG: '1' }).ended;
    assert.match(stderr, /^ {4}at /m);
  });
});

describe('selfplay match', () => {
  it('lets UCT beat random play, and writes games whose results are those of their boards', async (t) => {
    const folder = join(temporaryFolder(t), 'games');
    const options = ['--games', '10', '--board', '5', '--komi', '0.5', '--sgf', folder];
    const { code, stdout, stderr } = await selfplay('match', 'random', 'uct:50', ...options);
    assert.deepEqual([code, stderr], [0, '']);
    const [, won, lost] = /^random against uct:50: (\d+) won, (\d+) lost$/m.exec(stdout)!;
    assert.equal(Number(won) + Number(lost), 10);
    assert.ok(Number(won) <= 1, stdout);
    const games = readdirSync(folder).flatMap((file) => recordsIn(join(folder, file)));
    assert.equal(games.length, 10);
    let ended = 0;
    for (const record of games) {
      const game = replay(record);
      if (game.end !== 'passes') continue; // else dead stones may have been taken off
      ended++;
      const { margin } = score(game.position, game.rules);
      assert.equal(makeOutcome(outcomeOfScore(margin)), makeOutcome(record.outcome));
    }
    assert.ok(ended > 0);
    const losses = games.filter(({ black, outcome }) => {
      const winner = black.name === 'random' ? WHITE : BLACK;
      return outcome.kind === 'win' && outcome.winner === winner;
    });
    assert.equal(losses.length, Number(lost));
  });

  it('counts the game of a program that fails as lost, and tells why', async (t) => {
    const programs = await PretendPrograms.open();
    t.after(() => programs.close());
    const [node, file] = await programs.write('dying', '{ genmove: () => void process.exit(3) }');
    const program = `${node} ${file}`;
    const { code, stdout } = await selfplay(
      'match',
      program,
      'random',
      '--games',
      '2',
      '--board',
      '5',
    );
    assert.equal(code, 0);
    assert.match(stdout, /: 0 won, 2 lost$/m);
    assert.match(stdout, /^games ended: 2 by forfeit$/m);
    assert.match(stdout, /^a forfeit: .* ended with exit code 3/m);
  });

  it('ends at Ctrl-C, and counts the games that have ended', async () => {
    const running = new CommandProcess(['match', 'uct:2000', 'random', '--board', '9']);
    await running.heard('against');
    running.signal('SIGINT');
    const { code, stdout, stderr } = await running.ended;
    assert.deepEqual([code, stderr], [130, '']);
    assert.match(stdout, /^uct:2000 against random: \d+ won, \d+ lost$/m);
  });

  it('says so where a program is no GTP program', async () => {
    const { code, stderr } = await selfplay('match', '/bin/true', 'random', '--board', '5');
    assert.equal(code, 1);
    assert.match(stderr, /^error: \/bin\/true ended .*\(ERR_GTP_ENDED\)\n$/);
  });

  it('lets GNU Go beat random play', { skip: !GNUGO.ok && GNUGO.error.message }, async () => {
    const gnugo =
      'gnugo --mode gtp --level 1 --chinese-rules --positional-superko --allow-suicide --seed 1';
    const options = ['--games', '4', '--board', '5', '--komi', '0.5', '--threads', '1'];
    const { code, stdout, stderr } = await selfplay('match', gnugo, 'random', ...options);
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /: 4 won, 0 lost$/m);
  });
});

describe('selfplay doctor', () => {
  it('tells which device is used, and that the CPU works', async () => {
    const { code, stdout } = await selfplay('doctor', '--preset', 'tiny-5x5', '--json');
    assert.equal(code, 0);
    const { version, used, devices } = JSON.parse(stdout) as {
      version: string;
      used: Record<'playing' | 'training', { device: string; perSecond: number }>;
      devices: Record<'playing', { device: string }[]>;
    };
    const { stdout: told } = await selfplay('--version');
    assert.equal(told, `${version}\n`);
    assert.deepEqual(
      devices.playing.map(({ device }) => device),
      ['cpu', 'webgpu', 'tensorflow'],
    );
    for (const { perSecond } of Object.values(used)) assert.ok(perSecond > 0);
  });
});
