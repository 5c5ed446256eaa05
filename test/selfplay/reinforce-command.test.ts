import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { after, describe, it } from 'node:test';
import { unwrap } from '../../engine/result.js';
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
unwrap(writeWhole(network, makeNetworkFile(smallPolicy({ side: 3, value: true }))));

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
    const other = await selfplay(...words, '--games', '1', '--set', 'rate=1');
    assert.equal(other.code, 1);
    assert.match(other.stderr, /begun with other settings \(rate\).*\(ERR_RUN_SETTINGS\)/);
  });
});

describe('selfplay value', () => {
  it('makes positions, learns, and tells the errors beside those of rollouts', async () => {
    const out = join(path, 'value');
    const { code, stdout, stderr } = await selfplay(
      ...['value', '--network', network, '--out', out, '--positions', '80', '--threads', '1'],
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
    const other = await selfplay(...words.slice(0, -1), '11', '--out', out);
    assert.match(other.stderr, /begun with other settings \(budget\).*\(ERR_RUN_SETTINGS\)/);
  });
});
