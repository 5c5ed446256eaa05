import type { PlaneSetName } from '../../engine/planes/table.js';
import type { NetworkSpec } from '../../network/spec/network-spec.js';
import type { TrainingSettings } from '../../network/training/settings.js';
import type { Split } from '../corpus/split.js';
import type { RateSettings } from './rate.js';

/** All that decides how a network learns from games of others, as JSON. */
export interface SupervisedSettings {
  readonly preset: string;
  /** Decides all that is drawn at random. */
  readonly seed: number;
  /** Side of the board; games on others are left out. */
  readonly board: number;
  readonly network: { readonly planes: PlaneSetName; readonly spec: NetworkSpec };
  readonly training: TrainingSettings;
  readonly rate: RateSettings;
  /** Positions in a batch. */
  readonly batch: number;
  /** How long to learn where the command does not say; null for it has to. */
  readonly hours: number | null;
  readonly games: {
    /** Games with fewer moves are left out. */
    readonly leastMoves: number;
    /** The rank that both players must have, 1d being 1 and 1p 11; null for any or none. */
    readonly leastRank: number | null;
  };
  /** Which games are held out. */
  readonly split: Split;
  readonly checks: CheckSettings;
}

/** How learning is watched: the network is measured on games that it does not learn from. */
export interface CheckSettings {
  /** How many times in all. */
  readonly count: number;
  /** Positions of the held-out games to measure on, always the same. */
  readonly positions: number;
  /** Learning ends after so many checks that show no better network; null for never. */
  readonly patience: number | null;
}
