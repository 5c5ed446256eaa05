import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { unwrap } from '../../engine/result.js';
import { weightsOf } from '../../network/files/saved-network.js';
import { parseReinforceSettings } from '../../selfplay/reinforce/parse-settings.js';
import { REINFORCE_PRESETS } from '../../selfplay/reinforce/presets.js';
import { rateAt } from '../../selfplay/supervised/rate.js';
import { parseValueSettings } from '../../selfplay/value/parse-settings.js';
import { partsOf } from '../../selfplay/value/positions.js';
import { VALUE_PRESETS } from '../../selfplay/value/presets.js';
import { selfplay } from './support/command.js';

// What Silver et al. 2016 tell of their networks and training, from the paper's methods.

describe('the preset alphago-value', () => {
  const settings = VALUE_PRESETS['alphago-value'];

  it('has the network of the paper: 15 layers, 192 filters, 49 planes', () => {
    const { spec } = unwrap(parseValueSettings(settings)).network;
    const weights = weightsOf(spec, { width: 19, height: 19 });
    const kernels = weights.map(({ shape }) => shape).filter(({ length }) => length > 1);
    assert.deepEqual(kernels, [
      [192, 49, 5, 5],
      ...Array.from({ length: 11 }, () => [192, 192, 3, 3]),
      [1, 192, 1, 1],
      [361, 256],
      [256, 1],
    ]);
  });

  it('learns 50 million steps of 32, the rate halved every 80 million', () => {
    const { positions, epochs, batch, rate } = settings;
    const none = { moves: new Uint16Array(0), result: 0 };
    const share = 10_000 / positions;
    const { training } = partsOf({ length: positions * share, get: () => none }, settings);
    const steps = (training.length * epochs) / batch / share;
    assert.ok(Math.abs(steps / 50e6 - 1) < 1e-6, String(steps));
    assert.equal(batch, 32);
    assert.equal(rateAt(rate, 0, 0), 0.003);
    assert.ok(Math.abs(rateAt(rate, 40e6, 40 / 50) / 0.003 - Math.SQRT1_2) < 1e-9);
  });
});

describe('selfplay --preset', () => {
  it('begins with the settings of that name, for the board that is asked for', async () => {
    const value = await selfplay('value', '--preset', 'alphago-value', '--print-config');
    const printed = parseValueSettings(JSON.parse(value.stdout));
    assert.deepEqual(printed, parseValueSettings(VALUE_PRESETS['alphago-value']));
    const words = ['policy-gradient', '--preset', 'alphago', '--board', '9', '--print-config'];
    const policy = unwrap(parseReinforceSettings(JSON.parse((await selfplay(...words)).stdout)));
    assert.deepEqual(policy, { ...REINFORCE_PRESETS.alphago, board: 9, komi: 7 });
    const { gamesPerUpdate, updatesPerVersion, rate, optimiser } = policy;
    assert.deepEqual([gamesPerUpdate, updatesPerVersion, rate], [128, 500, 0.001]);
    assert.deepEqual(optimiser, { type: 'sgd', momentum: 0 });
  });
});
