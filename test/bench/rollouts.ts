import { Board } from '../../engine/board.js';
import { playoutScore } from '../../engine/playout.js';
import { Position } from '../../engine/position.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { playOn, type RolloutPolicy } from '../../engine/rollouts/rollout.js';
import { openRolloutPolicy } from '../../selfplay/rollout-policy/open-policy.js';
import type { Suite } from './report.js';
import { ratesOf } from './stopwatch.js';

const SIZES = [9, 19];
const POLICIES = ['uniform', 'patterns', 'linear', 'tree'];
const SEED = 2016;
const SAMPLES = 40;

/** Whole playouts from the empty board by each rollout policy, and what a move takes, on one core. */
export const rolloutsSuite: Suite = (report) => {
  for (const size of SIZES) {
    const board = Board.of(size);
    const policies = POLICIES.map((name) => unwrap(openRolloutPolicy(name, board)));
    const rates = ratesOf(policies.map((policy) => playouts(policy, board)));
    policies.forEach((policy, i) => {
      const moves = meanMoves(policy, board);
      const config = { size, threads: 1, moves: Math.round(moves) };
      report({ name: `${policy.name} playouts`, value: rates[i], unit: 'playouts/s', config });
      const value = 1e6 / (rates[i] * moves);
      report({ name: `${policy.name}: a move`, value, unit: 'µs', config });
      report({
        name: `uniform / ${policy.name}`,
        value: rates[0] / rates[i],
        unit: 'times',
        config,
      });
    });
  }
};

/** Playouts from the empty board, the time to begin each one counted. */
function playouts(policy: RolloutPolicy, board: Board): () => number {
  const rollout = policy.on(board);
  const start = new Position(board);
  const random = new Random(SEED);
  let checksum = 0;
  return () => {
    rollout.begin(start);
    playOn(rollout, random, 3 * board.area);
    checksum += playoutScore(rollout.position);
    return Number.isFinite(checksum) ? 1 : 0;
  };
}

function meanMoves(policy: RolloutPolicy, board: Board): number {
  const rollout = policy.on(board);
  const random = new Random(SEED);
  let moves = 0;
  for (let i = 0; i < SAMPLES; i++) {
    rollout.begin(new Position(board));
    moves += playOn(rollout, random, 3 * board.area);
  }
  return moves / SAMPLES;
}
