import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluations, growthOver, trainingSteps, type Soak } from './support/soak.js';

// The longer loops are in memory.slow.ts. Here the bound is half of what would stay behind if each
// turn kept its arrays: it leaves room for V8, whose heap is still growing.
async function check(soak: Soak, warmUp: number, turns: number): Promise<void> {
  const growth = await growthOver(soak, warmUp, turns);
  const bound = (turns * soak.bytes) / 2;
  assert.ok(growth < bound, `resident memory grew by ${growth} bytes, over ${bound}`);
}

describe('resident memory', () => {
  it('does not keep what evaluations handle', () => check(evaluations(), 500, 3000));

  it('does not keep what training steps handle', async () =>
    check(await trainingSteps(), 100, 400));
});
