import { PLANE_SETS } from '../../engine/planes/table.js';
import { dirichletAlpha } from '../../engine/search/noise.js';
import { GUMBEL_SETTINGS, PUCT_SETTINGS, UCT_SETTINGS } from '../../engine/search/settings.js';
import type { NetworkSpec } from '../../network/spec/network-spec.js';
import { DEFAULT_LOSS_WEIGHTS } from '../../network/training/loss.js';
import { ADAMW } from '../../network/training/optimisers.js';
import { ALPHAGO_ZERO_SCHEDULE } from '../../network/training/schedule.js';
import { ALPHAGO_ZERO_TRAINING, type TrainingSettings } from '../../network/training/settings.js';
import type { GateSettings, RunSettings } from './run-settings.js';

/** What small networks are trained with. */
const SMALL_TRAINING: TrainingSettings = {
  optimiser: ADAMW,
  lossWeights: { ...DEFAULT_LOSS_WEIGHTS, ownership: 0.5, score: 0.1 },
  l2: 0,
  l2Over: 'kernels',
  clipNorm: 5,
  statisticsDecay: 0.9, // early networks change quickly
  averageDecay: 0.999,
};

/** The gate of the paper, stopped as soon as its verdict is beyond reasonable doubt. */
const SEQUENTIAL_GATE: GateSettings = { kind: 'sprt', games: 400, threshold: 0.55, visits: 32 };

/** A residual network that plays on boards of every size and also tells owners and margin. */
function smallNetwork(blocks: number, filters: number): NetworkSpec {
  const half = Math.floor(blocks / 2);
  return {
    inputPlanes: PLANE_SETS.tengen.planes,
    normalisation: { type: 'batch' },
    stem: { kernel: 3, filters },
    trunk: [
      { type: 'residual', count: half },
      { type: 'global-pooling', count: 1, pooled: 16 },
      { type: 'residual', count: blocks - half - 1 },
    ],
    heads: {
      policy: { type: 'global-pooling', filters: 24 },
      value: { type: 'global-pooling', filters: 24, hidden: 48 },
      ownership: { type: 'convolution' },
      score: { type: 'global-pooling', filters: 24, hidden: 48 },
    },
  };
}

/** The network of the paper: 17 planes, one convolution and so many residual blocks. */
export function alphaGoZeroNetwork(blocks: number, filters: number): NetworkSpec {
  return {
    inputPlanes: PLANE_SETS['alphago-zero'].planes,
    normalisation: { type: 'batch' },
    stem: { kernel: 3, filters },
    trunk: [{ type: 'residual', count: blocks }],
    heads: {
      policy: { type: 'alphago-zero', filters: 2 },
      value: { type: 'alphago-zero', filters: 1, hidden: 256 },
    },
  };
}

const LAPTOP_9X9: RunSettings = {
  preset: 'laptop-9x9',
  seed: 1,
  board: 9,
  rules: 'tromp-taylor',
  komi: { usual: 7, varied: 0.25, deviation: 3 },
  network: { planes: 'tengen', spec: smallNetwork(5, 48) },
  play: {
    gamesAtOnce: 48,
    search: { ...GUMBEL_SETTINGS, pruneUseless: true },
    symmetry: 'none',
    visits: 24,
    fastVisits: 24,
    fullShare: 1,
    noise: null,
    temperature: { moves: 0, value: 0 },
    openingMoves: 3,
    longestGame: 1.5,
  },
  bootstrap: { games: 400, search: { ...UCT_SETTINGS, exploration: 0.5 }, visits: 300 },
  resignation: { playedOut: 1, falsePositives: 0.05 },
  learning: {
    training: SMALL_TRAINING,
    schedule: [
      { from: 0, rate: 2e-3 },
      { from: 40_000, rate: 1e-3 },
      { from: 120_000, rate: 3e-4 },
    ],
    batch: 64,
    samplesPerPosition: 4,
    gamesBeforeFirst: 80,
    gamesPerCandidate: 250,
    window: { smallest: 20_000, largest: 400_000, growth: 0.4, exponent: 0.65 },
    valueFromSearch: 0.3,
  },
  gate: SEQUENTIAL_GATE,
  rating: { visits: 32, games: 24, anchors: ['uct:1000', 'uct:100', 'random'] },
};

const TINY_5X5: RunSettings = {
  ...LAPTOP_9X9,
  preset: 'tiny-5x5',
  board: 5,
  komi: { usual: 24.5, varied: 0.5, deviation: 8 },
  network: { planes: 'tengen', spec: smallNetwork(3, 32) },
  play: { ...LAPTOP_9X9.play, gamesAtOnce: 64, openingMoves: 2, longestGame: 3 },
  bootstrap: null,
  learning: {
    ...LAPTOP_9X9.learning,
    window: { smallest: 10_000, largest: 100_000, growth: 0.4, exponent: 0.65 },
  },
};

const GPU_9X9: RunSettings = {
  ...LAPTOP_9X9,
  preset: 'gpu-9x9',
  network: { planes: 'tengen', spec: smallNetwork(10, 128) },
  play: { ...LAPTOP_9X9.play, gamesAtOnce: 256, visits: 64, fastVisits: 64 },
  learning: {
    ...LAPTOP_9X9.learning,
    batch: 512,
    gamesBeforeFirst: 500,
    gamesPerCandidate: 2_000,
    window: { smallest: 100_000, largest: 2_000_000, growth: 0.4, exponent: 0.65 },
  },
};

const GPU_19X19: RunSettings = {
  ...GPU_9X9,
  preset: 'gpu-19x19',
  board: 19,
  komi: { usual: 7.5, varied: 0.25, deviation: 6 },
  network: { planes: 'tengen', spec: smallNetwork(10, 128) },
  play: { ...GPU_9X9.play, visits: 128, fastVisits: 24, fullShare: 0.25, openingMoves: 8 },
  resignation: { playedOut: 0.1, falsePositives: 0.05 },
};

/** The settings of Silver et al. 2017, as published. */
const ALPHAGO_ZERO: RunSettings = {
  preset: 'alphago-zero',
  seed: 1,
  board: 19,
  rules: 'tromp-taylor',
  komi: { usual: 7.5, varied: 0, deviation: 0 },
  network: { planes: 'alphago-zero', spec: alphaGoZeroNetwork(19, 256) },
  play: {
    gamesAtOnce: 64,
    search: { ...PUCT_SETTINGS, fpuReduction: null },
    symmetry: 'random',
    visits: 1_600,
    fastVisits: 1_600,
    fullShare: 1,
    noise: { alpha: dirichletAlpha(19 * 19), weight: 0.25 },
    temperature: { moves: 30, value: 1 },
    openingMoves: 0,
    longestGame: 2,
  },
  bootstrap: null,
  resignation: { playedOut: 0.1, falsePositives: 0.05 },
  learning: {
    training: ALPHAGO_ZERO_TRAINING,
    schedule: ALPHAGO_ZERO_SCHEDULE,
    batch: 2_048,
    samplesPerPosition: 1,
    gamesBeforeFirst: 25_000,
    gamesPerCandidate: 25_000,
    // The latest 500,000 games; 200 moves a game.
    window: { smallest: 100_000_000, largest: 100_000_000, growth: 0, exponent: 1 },
    valueFromSearch: 0,
  },
  gate: { kind: 'fixed', games: 400, threshold: 0.55, visits: 1_600 },
  rating: { visits: 1_600, games: 100, anchors: ['uct:1000', 'random'] },
};

/** Settings by name; the design says what each is for. */
export const PRESETS = {
  'tiny-5x5': TINY_5X5,
  'laptop-9x9': LAPTOP_9X9,
  'gpu-9x9': GPU_9X9,
  'gpu-19x19': GPU_19X19,
  'alphago-zero': ALPHAGO_ZERO,
} as const satisfies Record<string, RunSettings>;

export type PresetName = keyof typeof PRESETS;
