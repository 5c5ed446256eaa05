import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { openCorpus } from '../../selfplay/corpus/open-corpus.js';
import { PositionSet } from '../../selfplay/corpus/positions.js';
import { gamesOfPart } from '../../selfplay/corpus/split.js';
import { readCurve } from '../../selfplay/supervised/curve.js';
import { trainingFolder } from '../../selfplay/supervised/folder.js';
import type { Measured } from '../../selfplay/supervised/measure.js';
import type { SupervisedSettings } from '../../selfplay/supervised/settings.js';
import { BOARD, followingGame, sgfOf, SIDE } from './corpus-games.js';
import { CommandProcess, selfplay } from './support/command.js';
import { temporaryFolder } from './support/temporary.js';

// The real command, in a process of its own each time.

const CHANGES = [
  'network.spec.stem.filters=8',
  'network.spec.trunk=[{"type":"residual","count":1}]',
  'network.spec.heads.policy.filters=8',
  'games.leastMoves=4',
  'split.validation=0.2',
  'checks.positions=40',
  'checks.count=4',
  'batch=8',
].flatMap((change) => ['--set', change]);

describe('selfplay supervised and evaluate', () => {
  it('learns, goes on after a kill, and the network is measured', async (t) => {
    const folder = temporaryFolder(t);
    const random = new Random(8);
    const file = join(folder, 'games.sgf');
    const texts = Array.from({ length: 50 }, () => sgfOf(followingGame(random)));
    writeFileSync(file, [...texts, sgfOf([0, 0, 1, 2])].join('\n'));
    const out = join(folder, 'training');
    const where = ['--board', String(SIDE), '--out', out, '--device', 'cpu', '--threads', '1'];
    const learn = ['supervised', '--games', file, '--steps', '400', ...where, ...CHANGES];

    const killed = new CommandProcess(learn);
    while (!existsSync(trainingFolder(out).state)) await sleep(10);
    killed.signal('SIGKILL');
    assert.equal((await killed.ended).code, null);
    const before = readCurve(trainingFolder(out).curve).length;
    assert.ok(before >= 1 && before <= 4, String(before));

    const { code, stdout, stderr } = await selfplay(...learn);
    assert.match(stderr, /^warning: 1 game left out: a move against the rules \(.*game 51/m);
    assert.equal(code, 0);
    assert.match(stdout, /^done: 400 steps$/m);
    assert.equal([...stdout.matchAll(/^\d+ %, step .*: top-1 /gm)].length, 4 - before);
    assert.deepEqual(
      readCurve(trainingFolder(out).curve).map(({ step }) => step),
      [100, 200, 300, 400],
    );

    const network = join(out, 'best.onnx');
    const evaluate = ['evaluate', '--network', network, '--games', file, '--device', 'cpu'];
    const table = await selfplay(...evaluate, '--part', 'training');
    assert.equal(table.code, 0);
    assert.match(
      table.stdout,
      /^ +positions +top-1 +top-5 +policy loss +value error +right sign$/m,
    );
    const json = await selfplay(
      ...evaluate,
      '--json',
      '--positions',
      '100',
      '--symmetry',
      'average',
    );
    const { all, phases } = JSON.parse(json.stdout) as Measured;
    assert.equal(all.positions, 100);
    assert.equal(
      phases.reduce((sum, { figures }) => sum + figures.positions, 0),
      100,
    );
    assert.ok(all.top1 > 0.2 && all.policyLoss < 3, json.stdout);

    // What is held out is what this training held out, not what is usual.
    const held = await selfplay(...evaluate, '--json', '--part', 'validation');
    const rules = { board: BOARD, leastMoves: 1, needsResult: false, leastRank: null };
    const { corpus } = unwrap(await openCorpus([file], rules));
    const games = gamesOfPart(corpus, 'validation', { validation: 0.2, test: 0.03 });
    const { positions } = (JSON.parse(held.stdout) as Measured).all;
    assert.equal(positions, new PositionSet(corpus, games).size);
  });

  it('says so where no game is of the part that is asked for', async (t) => {
    const file = join(temporaryFolder(t), 'one.sgf');
    writeFileSync(file, sgfOf([0, 1, 2, 3], 'SZ[9]RE[B+R]'));
    const network = fileURLToPath(
      new URL('../../../network/shipped/champion-9x9.onnx', import.meta.url),
    );
    const words = ['evaluate', '--network', network, '--games', file, '--device', 'cpu'];
    const parts = await Promise.all(
      ['validation', 'test', 'training'].map((part) => selfplay(...words, '--part', part)),
    );
    assert.deepEqual(parts.map(({ code }) => code).sort(), [0, 1, 1]);
    const [failed] = parts.filter(({ code }) => code === 1);
    assert.match(failed.stderr, /none of 1 games is held out.*\(ERR_GAMES_FEW\)\n$/);
  });

  it('prints its settings, and says what is wrong with a command line', async (t) => {
    const printed = await selfplay(
      'supervised',
      '--print-config',
      '--set',
      'batch=7',
      '--board',
      '9',
    );
    const settings = JSON.parse(printed.stdout) as SupervisedSettings;
    assert.deepEqual([settings.preset, settings.batch, settings.board], ['human-19x19', 7, 9]);

    const nothing = await selfplay('supervised', '--out', join(temporaryFolder(t), 'x'));
    assert.equal(nothing.code, 2);
    assert.match(nothing.stderr, /which games .* Say --games PATH.*\(ERR_USAGE\)\n$/);

    const nowhere = ['supervised', '--games', 'no-such-file', '--out', temporaryFolder(t)];
    const endless = await selfplay(...nowhere, '--preset', 'alphago-policy');
    assert.equal(endless.code, 2);
    const missing = await selfplay(...nowhere);
    assert.equal(missing.code, 1);
    assert.match(missing.stderr, /no-such-file.*\(ERR_GAMES_MISSING\)\n$/);
  });
});
