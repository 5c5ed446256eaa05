import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { collect, runEngine, startEngine } from './support/engine-process.js';
import { writeRandomNetwork } from './support/networks.js';

const QUICK = ['--device', 'cpu', '--visits', '50', '--threads', '1'];

describe('tengen-gtp', () => {
  let network = '';
  before(() => {
    network = writeRandomNetwork({ blocks: 1, filters: 4, side: 5 });
  });

  it('answers all of its input, then ends, quiet on stderr', async () => {
    const input = 'name\n1 boardsize 5\n2 genmove b\n3 reg_genmove w';
    const { code, stdout, stderr } = await runEngine(['--network', network, ...QUICK], input);
    assert.match(stdout, /^= Tengen\n\n=1\n\n=2 [A-E][1-5]\n\n=3 [A-E][1-5]\n\n$/);
    assert.equal(stderr, '');
    assert.equal(code, 0);
  });

  it('says so where no network fits the board, and plays all the same', async () => {
    const input = 'boardsize 4\ngenmove b\n';
    const { code, stdout, stderr } = await runEngine(['--network', network, ...QUICK], input);
    assert.match(stdout, /^=\n\n= [A-D][1-4]\n\n$/);
    assert.match(stderr, /^tengen-gtp: random.onnx plays 5×5 only.*learnt playouts\n$/);
    assert.equal(code, 0);
  });

  it('plays on every board with one network that can, and tells points and owners', async () => {
    const file = writeRandomNetwork({ blocks: 1, filters: 4, side: 5, anySize: true });
    const analyse = 'kata-search_analyze b 100 ownership true\nkata-raw-nn 3\n';
    const input = `boardsize 4\n${analyse}rectangular_boardsize 6 3\n${analyse}`;
    const { stdout, stderr } = await runEngine(['--network', file, ...QUICK], input);
    assert.equal(stderr, '');
    for (const area of [16, 18]) {
      assert.match(
        stdout,
        new RegExp(`scoreLead -?\\d+\\.\\d.* ownership( -?[01]\\.\\d+){${area}}\\n`),
      );
    }
    assert.match(stdout, /\nwhiteLead -?\d+\.\d+\npolicy\n/);
  });

  it('plays with several threads, by a network and by playouts', async () => {
    const threads = ['--device', 'cpu', '--threads', '3', '--visits', '200'];
    const input = 'boardsize 5\ngenmove b\ngenmove w\n';
    for (const args of [['--network', network], []]) {
      const { code, stdout } = await runEngine([...args, ...threads], input);
      assert.match(stdout, /^=\n\n(= [A-E][1-5]\n\n){2}$/);
      assert.equal(code, 0);
    }
  });

  it('gives the same moves again with one thread and one seed', async () => {
    const input = `boardsize 5\n${'genmove b\ngenmove w\n'.repeat(3)}`;
    const once_ = await runEngine(['--network', network, ...QUICK], input);
    const again = await runEngine(['--network', network, ...QUICK], input);
    assert.equal(once_.stdout, again.stdout);
  });

  it('ends an analysis at the end of the input', async () => {
    const { code, stdout } = await runEngine(
      ['--network', network, ...QUICK],
      'boardsize 5\nkata-analyze 1',
    );
    assert.ok(stdout.startsWith('=\n\n=') && stdout.endsWith('\n\n'), stdout);
    assert.equal(code, 0);
  });

  it('ends with quit while it analyses and ponders', async () => {
    const input = 'boardsize 5\ngenmove b\nlz-analyze 1\nquit\nname\n';
    const args = ['--network', network, '--ponder', ...QUICK];
    const { code, stdout } = await runEngine(args, input);
    assert.match(stdout, /=\n\n$/);
    assert.ok(!stdout.includes('Tengen'), 'nothing is answered after quit');
    assert.equal(code, 0);
  });

  it('ends when nobody reads its output any more', async () => {
    const engine = startEngine('--network', network, ...QUICK);
    const exit = once(engine, 'exit');
    engine.stdin.on('error', () => undefined);
    engine.stdin.write('boardsize 5\nkata-analyze 1\n');
    await once(engine.stdout, 'data');
    engine.stdout.destroy();
    const [code] = (await exit) as [number | null];
    assert.equal(code, 0);
  });

  it('goes on after rubbish and a line of ten megabytes', async () => {
    const rubbish = Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 167) % 256));
    const long = Buffer.alloc(10_000_000, 'x');
    const input = Buffer.concat([rubbish, Buffer.from('\n'), long, Buffer.from('\n77 name\n')]);
    const { code, stdout } = await runEngine([], input);
    assert.ok(stdout.endsWith('? line too long: at most 65536 characters\n\n=77 Tengen\n\n'));
    assert.equal(code, 0);
  });

  it('keeps a log of the conversation, if asked to', async () => {
    const log = join(mkdtempSync(join(tmpdir(), 'tengen-gtp-')), 'log.txt');
    await runEngine(['--log', log], '1 name\n');
    assert.match(readFileSync(log, 'utf8'), /^\S+Z < 1 name\n\S+Z > =1 Tengen\n$/);
  });

  it('answers a move with what is wrong with its network, and lives on', async () => {
    const { stdout } = await runEngine(['--network', process.execPath], 'genmove b\nname\n');
    assert.match(stdout, /^\? ERR_NETWORK_\w+: .*\n\n= Tengen\n\n$/);
  });

  it('names what is wrong with its arguments', async () => {
    const cases = [
      [['--network', '/no/such/file'], /no such file that can be read/],
      [['--device', 'abacus'], /no device "abacus": it is one of auto, cpu/],
      [['--rules', 'martian'], /unknown rules 'martian'/],
      [['--visits', '0'], /1 or more/],
      [['–visits', '5'], /'–visits' begins with a dash that is no hyphen/],
      [['visits'], /unexpected argument 'visits'/],
    ] as const;
    for (const [args, expected] of cases) {
      const { code, stdout, stderr } = await runEngine(args, 'name\n');
      assert.match(stderr, expected);
      assert.equal(stdout, '');
      assert.equal(code, 1);
    }
  });

  it('tells how clients are set up', async () => {
    const { stdout, code } = await runEngine(['--help'], '');
    for (const word of ['Sabaki', 'GoGui', 'Windows', 'macOS', 'Linux', process.execPath]) {
      assert.ok(stdout.includes(word), word);
    }
    assert.equal(code, 0);
  });

  it('answers its name before it has loaded anything', async () => {
    const engine = startEngine('--network', network);
    const output = collect(engine);
    engine.stdin.write('name\nlist_commands\n');
    while (!output.stdout.includes('quit')) await once(engine.stdout, 'data');
    engine.stdin.end();
    await once(engine, 'close');
  });
});
