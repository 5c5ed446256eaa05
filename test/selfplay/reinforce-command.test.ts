import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { after, describe, it } from 'node:test';
import { unwrap } from '../../engine/result.js';
import { Random } from '../../engine/random.js';
import { weightsOf, type SavedNetwork } from '../../network/files/saved-network.js';
import { parseNetworkSpec } from '../../network/spec/network-spec.js';
import { initialiseWeights } from '../../network/spec/weights.js';
import { makeNetworkFile } from '../../network/files/network-file.js';
import { writeWhole } from '../../selfplay/disk/whole-file.js';
import { readCurve } from '../../selfplay/reinforce/curve.js';
import { CommandProcess, selfplay } from './support/command.js';
import { smallPolicy } from './support/small-policy.js';

const path = mkdtempSync(join(tmpdir(), 'reinforce-command-'));
after(() => {
  rmSync(path, { recursive: true });
});

const network = join(path, 'start.onnx');
const saved = smallPolicy({ side: 3, value: true });
unwrap(writeWhole(network, makeNetworkFile(saved)));

/** Others: with other weights, with one head only, for 3×3 only. */
const other = join(path, 'other.onnx');
unwrap(writeWhole(other, makeNetworkFile(smallPolicy({ side: 3, seed: 2 }))));
const valueOnly = join(path, 'value-only.onnx');
const { value } = saved.spec.heads;
const weights = new Map([...saved.weights].filter(([name]) => !name.startsWith('policy.')));
const spec = { ...saved.spec, heads: { value: value! } };
unwrap(writeWhole(valueOnly, makeNetworkFile({ ...saved, spec, weights })));
const fixed = join(path, 'fixed.onnx');
unwrap(writeWhole(fixed, makeNetworkFile(zeroPolicy())));

/** A new network that plays 3×3 only. */
function zeroPolicy(): SavedNetwork {
  const heads = { policy: { type: 'alphago-zero' } };
  const size = { width: 3, height: 3 };
  const onlyThree = unwrap(parseNetworkSpec({ ...saved.spec, heads }));
  const first = initialiseWeights(weightsOf(onlyThree, size), new Random(1));
  return { ...saved, spec: onlyThree, weights: first };
}

const SMALL = ['--set', 'gamesPerUpdate=16', '--set', 'tests.games=4', '--set', 'tests.updates=9'];

describe('selfplay policy-gradient', () => {
  const out = join(path, 'reinforced');
  const words = ['policy-gradient', '--network', network, '--out', out, '--threads', '1', ...SMALL];

  it('goes on after it was killed', async () => {
    const killed = new CommandProcess([...words, '--games', '100000']);
    const curve = join(out, 'curve.jsonl');
    while (readCurve(curve).length < 2) await wait(20);
    killed.signal('SIGKILL');
    await killed.ended;
    const made = readCurve(curve).length;
    const { code, stdout, stderr } = await selfplay(...words, '--games', String(16 * (made + 2)));
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^done: \d+ updates, \d+ games$/m);
    assert.match(stdout, /% of 4 games against the start, without search/);
    const updates = readCurve(curve).map(({ update }) => update);
    assert.deepEqual(updates, [...updates.keys()]);
    assert.ok(updates.length >= made + 1);
    assert.ok(existsSync(join(out, 'latest.onnx')));
  });

  it('says what is missing or in the way', async () => {
    const missing = await selfplay(
      'policy-gradient',
      '--network',
      network,
      '--out',
      join(path, 'x'),
    );
    assert.equal(missing.code, 2);
    assert.match(missing.stderr, /Say --games N or --hours H.*\(ERR_USAGE\)/);
    const changed = await selfplay(...words, '--games', '1', '--set', 'rate=1');
    assert.equal(changed.code, 1);
    assert.match(changed.stderr, /begun with other settings \(rate\).*\(ERR_RUN_SETTINGS\)/);
  });

  it('goes on with the network that it began with, and no other', async () => {
    const latest = readFileSync(join(out, 'latest.onnx'));
    const { code, stderr } = await selfplay(
      ...['policy-gradient', '--network', other, '--out', out, '--games', '1', ...SMALL],
    );
    assert.equal(code, 1);
    assert.match(stderr, /begun with --network .*start\.onnx.*\(ERR_RUN_SETTINGS\)/);
    assert.deepEqual(readFileSync(join(out, 'latest.onnx')), latest);
  });

  it('refuses networks that cannot serve before it makes a folder', async () => {
    const folder = join(path, 'refused');
    const rest = ['--out', folder, '--games', '1'];
    for (const [options, code] of [
      [['--network', valueOnly], /value-only\.onnx has no policy head.*\(ERR_NETWORK_CONTENT\)/],
      [
        ['--network', network, '--baseline', 'value', '--value-network', other],
        /other\.onnx has no value head.*\(ERR_NETWORK_CONTENT\)/,
      ],
      [['--network', fixed, '--board', '4'], /3×3 only, not 4×4.*\(ERR_NETWORK_BOARD\)/],
    ] as const) {
      const { stderr } = await selfplay('policy-gradient', ...options, ...rest);
      assert.match(stderr, code);
      assert.ok(!existsSync(folder));
    }
  });
});

describe('selfplay value', () => {
  const out = join(path, 'value');

  it('refuses what cannot serve before it makes a folder', async () => {
    for (const [options, code] of [
      [['--network', valueOnly], /value-only\.onnx has no policy head.*\(ERR_NETWORK_CONTENT\)/],
      [
        ['--network', network, '--reinforced', valueOnly],
        /value-only\.onnx has no policy head.*\(ERR_NETWORK_CONTENT\)/,
      ],
      [['--network', fixed, '--board', '4'], /3×3 only, not 4×4.*\(ERR_NETWORK_BOARD\)/],
      [['--network', network, '--rollouts', join(path, 'none')], /\(ERR_ROLLOUT_MISSING\)/],
    ] as const) {
      const { stderr } = await selfplay('value', ...options, '--out', out);
      assert.match(stderr, code);
      assert.ok(!existsSync(out));
    }
  });

  it('makes positions, learns, and tells the errors beside those of rollouts', async () => {
    const { code, stdout, stderr } = await selfplay(
      ...['value', '--network', network, '--out', out, '--positions', '80', '--threads', '1'],
      ...['--device', 'cpu'],
      ...['--trunk', '--playouts', '4', '--set', 'batch=16', '--set', 'checks=2'],
    );
    assert.equal(code, 0, stderr);
    assert.match(stdout, /training error \d\.\d{4}, test error \d\.\d{4}/);
    assert.match(stdout, /^\| 4 rollouts, uniform \| \d\.\d{3} \|/m);
    const errors = JSON.parse(readFileSync(join(out, 'errors.json'), 'utf8')) as object;
    assert.deepEqual(Object.keys(errors), [
      'value network',
      '1 rollout, uniform',
      '4 rollouts, uniform',
    ]);
  });

  it('goes on with the networks that it began with, and no others', async () => {
    const same = ['value', '--network', network, '--out', out, '--trunk'];
    const { code, stderr } = await selfplay(...same, '--reinforced', other);
    assert.equal(code, 1);
    assert.match(stderr, /begun with --reinforced .*start\.onnx.*\(ERR_RUN_SETTINGS\)/);
  });
});

describe('selfplay compare', () => {
  it('writes a table, and goes on with more games', async () => {
    const out = join(path, 'compare');
    const words = ['compare', 'random', 'uct', `best:${network}`, '--board', '3', '--visits', '10'];
    for (const games of [2, 4]) {
      const { code, stdout, stderr } = await selfplay(
        ...[...words, '--out', out, '--threads', '1', '--games', String(games)],
      );
      assert.equal(code, 0, stderr);
      const table = readFileSync(join(out, 'table.md'), 'utf8');
      assert.ok(stdout.includes(table));
      assert.match(
        table,
        new RegExp(`^\\| \\d \\| \`uct\` \\| 0 \\| 0 to 0 \\| ${2 * games} \\|`, 'm'),
      );
    }
    const changed = await selfplay(...words.slice(0, -1), '11', '--out', out);
    assert.match(changed.stderr, /begun with other settings \(budget\).*\(ERR_RUN_SETTINGS\)/);
  });
});
