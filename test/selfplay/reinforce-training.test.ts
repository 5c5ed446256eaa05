import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setImmediate as breathe } from 'node:timers/promises';
import { Board } from '../../engine/board.js';
import { Game } from '../../engine/game.js';
import { unwrap } from '../../engine/result.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import type { SavedNetwork } from '../../network/files/saved-network.js';
import { openShared } from '../../selfplay/play/open-saved.js';
import { PolicyReader } from '../../selfplay/play/policy-reader.js';
import { readCurve } from '../../selfplay/reinforce/curve.js';
import { prepareReinforceFolder, reinforceFolder } from '../../selfplay/reinforce/folder.js';
import { parseReinforceSettings } from '../../selfplay/reinforce/parse-settings.js';
import { USUAL_REINFORCE, type ReinforceSettings } from '../../selfplay/reinforce/settings.js';
import { TestMatch } from '../../selfplay/reinforce/test-match.js';
import { ReinforceTraining } from '../../selfplay/reinforce/training.js';
import { smallPolicy } from './support/small-policy.js';

const path = mkdtempSync(join(tmpdir(), 'reinforce-'));
after(() => {
  rmSync(path, { recursive: true });
});

const START = smallPolicy({ side: 3, normalisation: 'none' });

const SETTINGS: ReinforceSettings = {
  ...USUAL_REINFORCE,
  board: 3,
  komi: 3.5,
  gamesPerUpdate: 32,
  updatesPerVersion: 5,
  updatesPerMeasurement: 3,
  rate: 1e-2,
  tests: { updates: 1000, games: 200 },
};

async function open(
  name: string,
  options: { settings?: ReinforceSettings; value?: SavedNetwork } = {},
) {
  const folder = reinforceFolder(join(path, name));
  unwrap(prepareReinforceFolder(folder));
  const { settings = SETTINGS, value } = options;
  const training = await ReinforceTraining.open(folder, settings, {
    start: START,
    value,
    threads: 1,
  });
  return { folder, training };
}

/** How likely a network finds a first move. */
async function likelihood(network: SavedNetwork, point: number): Promise<number> {
  const board = Board.of(3, 3);
  const evaluator = await openShared(network, 'policy', board, 1);
  const reader = new PolicyReader(board);
  await reader.read(evaluator, new Game(board, RULE_PRESETS['tromp-taylor']));
  await evaluator.close();
  return reader.policy[point];
}

describe('the training by policy gradient', () => {
  it('finds the winning move of 3×3, and beats the network that it began with', async () => {
    const { folder, training } = await open('learns');
    const reinforced = unwrap(training);
    const centre = Board.of(3, 3).point(1, 1);
    const before = await likelihood(START, centre);
    for (let update = 0; update < 25; update++) {
      const point = unwrap(await reinforced.makeUpdate())!;
      assert.equal(point.wins + point.draws + point.losses, 32);
      assert.ok(point.opponent <= update / 5);
    }
    // Black wins everything from the centre, and nothing from an edge against good play.
    const after = await likelihood(reinforced.network, centre);
    assert.ok(after > 2 * before && after > 0.4, `the centre: ${before}, then ${after}`);
    const match = new TestMatch(folder, 25, SETTINGS, 1);
    const { wins } = await match.play();
    await reinforced.close();
    assert.ok(wins > 120, `${wins} of 200 games won`);
  });

  it('goes on as if it had not been cut, and tells of every update once', async () => {
    const whole = unwrap((await open('whole')).training);
    for (let update = 0; update < 4; update++) await whole.makeUpdate();
    const expected = whole.network.weights;
    await whole.close();
    const first = await open('parts');
    const begun = unwrap(first.training);
    for (let update = 0; update < 2; update++) await begun.makeUpdate();
    await begun.close();
    // A kill after the curve was written and before the state was.
    const curve = readFileSync(first.folder.curve, 'utf8');
    const [line] = curve.split('\n');
    writeFileSync(first.folder.curve, `${curve}${line.replace('"update":0', '"update":2')}\n{"upd`);
    const resumed = unwrap((await open('parts')).training);
    assert.equal(resumed.updates, 2);
    assert.equal(resumed.games, 64);
    for (let update = 2; update < 4; update++) await resumed.makeUpdate();
    assert.deepEqual(resumed.network.weights, expected);
    await resumed.close();
    const updates = readCurve(first.folder.curve).map(({ update }) => update);
    assert.deepEqual(updates, [0, 1, 2, 3]);
  });

  it('measures all baselines now and then, on the same games', async () => {
    const value = smallPolicy({ side: 3, value: true, seed: 4 });
    const training = unwrap((await open('baselines', { value })).training);
    const points = [unwrap(await training.makeUpdate())!, unwrap(await training.makeUpdate())!];
    await training.close();
    assert.deepEqual(Object.keys(points[0].gradients).sort(), ['mean', 'none', 'value']);
    assert.deepEqual(Object.keys(points[1].gradients), ['mean']);
    // The mean outcome was 0 before the first update: no baseline at all.
    assert.deepEqual(points[0].gradients['mean'], points[0].gradients['none']);
    assert.notDeepEqual(points[0].gradients['value'], points[0].gradients['none']);
  });

  it('counts the games of an update, and their gradients', async () => {
    const training = unwrap((await open('counted')).training);
    const most = { played: 0, computed: 0 };
    const over = new AbortController();
    const update = training.makeUpdate().finally(() => {
      over.abort();
    });
    while (!over.signal.aborted) {
      await breathe();
      const { played, computed } = training.underWay;
      assert.ok(computed <= played);
      most.played = Math.max(most.played, played);
      most.computed = Math.max(most.computed, computed);
    }
    unwrap(await update);
    await training.close();
    assert.equal(most.played, SETTINGS.gamesPerUpdate);
    assert.ok(most.computed > 0);
    assert.deepEqual(training.underWay, { played: 0, computed: 0 });
  });

  it('leaves games when it is told to stop', async () => {
    const training = unwrap((await open('stopped')).training);
    const update = training.makeUpdate();
    training.stop();
    assert.equal(unwrap(await update), undefined);
    assert.equal(training.updates, 0);
    await training.close();
  });

  it('refuses other settings, and a network without a policy', async () => {
    const { training } = await open('agreed');
    await unwrap(training).close();
    const other = await open('agreed', { settings: { ...SETTINGS, rate: 1 } });
    assert.equal(other.training.ok ? '' : other.training.error.code, 'ERR_RUN_SETTINGS');
    const { value } = smallPolicy({ side: 3, value: true }).spec.heads;
    const valueOnly = { ...START, spec: { ...START.spec, heads: { value: value! } } };
    const folder = reinforceFolder(join(path, 'nothing'));
    unwrap(prepareReinforceFolder(folder));
    const refused = await ReinforceTraining.open(folder, SETTINGS, {
      start: valueOnly,
      threads: 1,
    });
    assert.equal(refused.ok ? '' : refused.error.code, 'ERR_NETWORK_CONTENT');
  });
});

describe('settings of the policy gradient', () => {
  it('are read as they are written, and refused by name', () => {
    assert.deepEqual(parseReinforceSettings(JSON.parse(JSON.stringify(USUAL_REINFORCE))), {
      ok: true,
      value: USUAL_REINFORCE,
    });
    const wrong = parseReinforceSettings({ ...USUAL_REINFORCE, baseline: 'best' });
    assert.match(
      wrong.ok ? '' : wrong.error.message,
      /^baseline must be one of: none, mean, value/,
    );
  });
});
