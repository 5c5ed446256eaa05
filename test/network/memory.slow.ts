import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluations, growthOver, trainingSteps, type Soak } from './support/soak.js';

/** What V8 and the allocator take and give back from one moment to the next. */
const BOUND = 8e6;

// While V8 sees garbage survive it enlarges its young generation; the warm-up is long enough for that.
async function check(soak: Soak, warmUp: number, turns: number): Promise<void> {
  const growth = await growthOver(soak, warmUp, turns);
  assert.ok(growth < BOUND, `resident memory grew by ${growth} bytes over ${turns} turns`);
}

describe('resident memory is flat', () => {
  it('over 20,000 evaluations', () => check(evaluations(), 5000, 20_000));

  it('over 2,000 training steps', async () => check(await trainingSteps(), 3000, 2000));
});
