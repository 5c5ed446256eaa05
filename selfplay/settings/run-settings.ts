import type { PlaneSetName } from '../../engine/planes/table.js';
import type { RulePreset } from '../../engine/rules.js';
import type { RootNoise } from '../../engine/search/noise.js';
import type { SearchSettings } from '../../engine/search/settings.js';
import type { NetworkSpec } from '../../network/spec/network-spec.js';
import type { Schedule } from '../../network/training/schedule.js';
import type { TrainingSettings } from '../../network/training/settings.js';

/** All that decides how a run goes, as JSON; the same settings and seed give the same run again. */
export interface RunSettings {
  readonly preset: string;
  /** Decides all that is drawn at random. */
  readonly seed: number;
  /** Side of the board. */
  readonly board: number;
  readonly rules: RulePreset;
  readonly komi: KomiSettings;
  readonly network: { readonly planes: PlaneSetName; readonly spec: NetworkSpec };
  readonly play: PlaySettings;
  /** How the first games are played; null for by the network from the first game on, as in the paper. */
  readonly bootstrap: BootstrapSettings | null;
  readonly resignation: ResignationSettings;
  readonly learning: LearningSettings;
  /** Null for AlphaZero's way: every candidate is the next champion. */
  readonly gate: GateSettings | null;
  readonly rating: RatingSettings;
}

/** The komi of self-play games: mostly the usual one, so that the network learns what komi means. */
export interface KomiSettings {
  readonly usual: number;
  /** Share of games with another one, in [0, 1]. */
  readonly varied: number;
  /** Standard deviation of those from the usual one, in points; they are rounded to halves. */
  readonly deviation: number;
}

export interface PlaySettings {
  /** Games that each worker plays at once: the batch of its evaluator. */
  readonly gamesAtOnce: number;
  readonly search: SearchSettings;
  /** Under which symmetry positions are evaluated: each under a random one, as in the paper, or none. */
  readonly symmetry: 'none' | 'random';
  /** Visits of a search that is learnt from, and of a fast one (playout-cap randomisation, Wu 2019). */
  readonly visits: number;
  readonly fastVisits: number;
  /** Share of searches that are full, in (0, 1]. */
  readonly fullShare: number;
  /** Noise on the root's priors in full searches; null for none, as with Gumbel noise. */
  readonly noise: RootNoise | null;
  /** For so many moves of a game, moves are drawn at this temperature, later the best is played. */
  readonly temperature: { readonly moves: number; readonly value: number };
  /** Mean number of first moves drawn from the bare policy (exponentially distributed), for variety. */
  readonly openingMoves: number;
  /** A game is scored as it stands after so many moves for each point of the board. */
  readonly longestGame: number;
}

/**
 * The first games are played by tree search with light playouts. They too know nothing but the rules,
 * but see who is ahead far better than an untrained network does, and are faster.
 */
export interface BootstrapSettings {
  /** How many games that are. */
  readonly games: number;
  readonly search: SearchSettings;
  /** Visits of each search, a playout each. */
  readonly visits: number;
}

export interface ResignationSettings {
  /** Share of games that are never resigned, from which the threshold is learnt. 1 for all. */
  readonly playedOut: number;
  /** Most games of a hundred, given up wrongly, that the threshold may allow: 0.05 in the paper. */
  readonly falsePositives: number;
}

export interface LearningSettings {
  readonly training: TrainingSettings;
  readonly schedule: Schedule;
  /** Positions in a batch. */
  readonly batch: number;
  /** How often each position is seen, on average, while it is in the window. */
  readonly samplesPerPosition: number;
  /** Games before the first candidate: early games teach little, so the first ones come soon. */
  readonly gamesBeforeFirst: number;
  /** New games from one candidate to the next; their number doubles from the first until it is this. */
  readonly gamesPerCandidate: number;
  /**
   * Positions that are learnt from: the newest `smallest`, growing with the number n of positions
   * made as `smallest` · (1 + `growth` · ((n / smallest)^`exponent` − 1) / `exponent`) (Wu 2019,
   * appendix C), `largest` at most.
   */
  readonly window: {
    readonly smallest: number;
    readonly largest: number;
    readonly growth: number;
    readonly exponent: number;
  };
  /** Share of the search's value, beside the game's outcome, in the target of the value. */
  readonly valueFromSearch: number;
}

export interface GateSettings {
  /** `fixed`: so many games, promoted from `threshold` on. `sprt`: a sequential test within them. */
  readonly kind: 'fixed' | 'sprt';
  /** Most games of a gate. */
  readonly games: number;
  /** Share of points that promotes: 0.55 in the paper. */
  readonly threshold: number;
  readonly visits: number;
}

export interface RatingSettings {
  /** Visits of the network's search in rating games. */
  readonly visits: number;
  /** Games against each anchor; 0 for no rating. */
  readonly games: number;
  /**
   * Opponents of fixed strength: `random`, `uct:PLAYOUTS`, or a GTP command. The first is rated 1000,
   * and all others by it.
   */
  readonly anchors: readonly string[];
}
