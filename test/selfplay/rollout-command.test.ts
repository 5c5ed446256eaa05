import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Board } from '../../engine/board.js';
import { drawMove } from '../../engine/playout.js';
import { Position } from '../../engine/position.js';
import { Random } from '../../engine/random.js';
import { makeProgram } from '../../selfplay/command/program.js';
import { EXIT, type ExitCode } from '../../selfplay/command/exit-codes.js';
import { parseContestant } from '../../selfplay/match/parse-contestant.js';
import { openRolloutPolicy } from '../../selfplay/rollout-policy/open-policy.js';
import { readWeights } from '../../selfplay/rollout-policy/weights-on-disk.js';
import { temporaryFolder } from './support/temporary.js';

/** Runs the command; what it printed, and what it exits with. */
async function run(...words: string[]): Promise<{ text: string; code: ExitCode | undefined }> {
  let text = '';
  let code: ExitCode | undefined;
  const stream = new PassThrough();
  stream.on('data', (piece) => (text += String(piece)));
  const around = { stdout: stream, stderr: stream, searchPath: '', called: 'selfplay', words };
  await makeProgram(around, (exit) => (code = exit)).parseAsync(words, { from: 'user' });
  return { text, code };
}

/** A random game of 7×7. */
function sgf(seed: number): string {
  const board = Board.of(7);
  const position = new Position(board);
  const random = new Random(seed);
  const moves = Array.from({ length: 20 }, (_, ply) => {
    const point = board.pointOf[drawMove(position, random)];
    position.play(point);
    const at = [board.x(point), board.y(point)].map((i) => 'abcdefg'.charAt(i)).join('');
    return `;${ply % 2 === 0 ? 'B' : 'W'}[${at}]`;
  });
  return `(;GM[1]SZ[7]KM[9]RE[B+R]${moves.join('')})`;
}

describe('selfplay rollout-policy', () => {
  it('learns from games, skips those of no use, and says beside the weights what they are', async (t) => {
    const folder = temporaryFolder(t);
    const games = join(folder, 'games.sgf.gz');
    const others = [
      '(;GM[1]SZ[9]RE[B+R];B[aa])',
      `(;GM[1]SZ[7]RE[B+R]${';B[aa];W[ab]'.repeat(6)})`,
      sgf(40).replace('RE[B+R]', ''),
      '(;GM[1',
    ];
    const all = [...Array.from({ length: 100 }, (_, i) => sgf(i)), ...others];
    writeFileSync(games, gzipSync(all.join('\n')));
    const out = join(folder, 'w.bin');
    const words = ['--games', games, '--out', out, '--board', '7', '--least', '1', '--passes', '2'];
    const { text, code } = await run('rollout-policy', ...words);
    assert.equal(code, EXIT.done);
    assert.match(text, /another size of board/);
    assert.match(text, /no SGF that can be read/);
    assert.match(text, /a move against the rules/);
    assert.match(text, /no result/);
    assert.match(text, /pass 2, held out/);
    const about = JSON.parse(readFileSync(join(folder, 'w.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    assert.equal(about['kind'], 'linear');
    assert.equal(about['board'], 7);
    assert.ok(Number(about['games']) > 0);
    assert.match(String(about['command']), /^selfplay rollout-policy --games/);
    assert.ok(readWeights(out).ok);
    const policy = openRolloutPolicy(out, Board.of(7));
    assert.ok(policy.ok && policy.value.name === 'linear');
  });
});

describe('selfplay rollout-policy without enough games', () => {
  it('says so, and writes nothing', async (t) => {
    const folder = temporaryFolder(t);
    const games = join(folder, 'games.sgf');
    writeFileSync(games, sgf(1));
    const out = join(folder, 'w.bin');
    const words = ['--games', games, '--out', out, '--board', '7'];
    await assert.rejects(run('rollout-policy', ...words), { message: /none falls to/ });
    assert.ok(!existsSync(out));
  });
});

describe('a rollout policy by name', () => {
  it('is one that is built in or shipped, for any board', () => {
    for (const name of ['uniform', 'patterns', 'linear', 'tree']) {
      for (const board of [Board.of(9), Board.of(19), Board.of(13, 7)]) {
        const policy = openRolloutPolicy(name, board);
        assert.ok(policy.ok, name);
        assert.equal(policy.value.name, name);
      }
    }
  });

  it('is an error where there is no such file, or it is something else', (t) => {
    const missing = openRolloutPolicy('nowhere.bin', Board.of(9));
    assert.ok(!missing.ok && missing.error.code === 'ERR_ROLLOUT_MISSING');
    const file = join(temporaryFolder(t), 'other.bin');
    writeFileSync(file, '(;GM[1])');
    const foreign = openRolloutPolicy(file, Board.of(9));
    assert.ok(!foreign.ok && foreign.error.code === 'ERR_ROLLOUT_FORMAT');
  });

  it('may stand behind the playouts of a contestant', () => {
    const read = (text: string): unknown => {
      const spec = parseContestant(text);
      return spec.ok ? spec.value : spec.error.code;
    };
    assert.deepEqual(read('uct:500'), { kind: 'uct', playouts: 500 });
    assert.deepEqual(read('uct:500:linear'), { kind: 'uct', playouts: 500, policy: 'linear' });
    assert.deepEqual(read('uct:9:my/w.bin'), { kind: 'uct', playouts: 9, policy: 'my/w.bin' });
    assert.equal(read('uct:500:'), 'ERR_CONTESTANT');
    assert.equal(read('uct:0:linear'), 'ERR_CONTESTANT');
  });
});
