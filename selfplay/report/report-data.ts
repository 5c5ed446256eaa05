import type { Outcome } from '../../engine/outcome.js';
import type { RulePreset } from '../../engine/rules.js';
import type { GateStanding } from '../gate/verdict.js';
import type { Rating } from '../rating/standings.js';

/** All that the report of a run shows. */
export interface ReportData {
  /** What the run is called. */
  readonly title: string;
  /** When the report was made, as it is to be read. */
  readonly made: string;
  /** The run's settings, as JSON. */
  readonly settings: object;
  /** In order of time. */
  readonly metrics: readonly Metric[];
  /** In order of time. */
  readonly gates: readonly GateRow[];
  /** Champions and anchors. */
  readonly ratings: readonly RatedPlayer[];
  /** Games to be looked at, in the order in which they are listed. */
  readonly games: readonly ReportGame[];
}

/** How far the run was at one moment. All but the means count from its beginning. */
export interface Metric {
  /** Hours that the run had gone on, pauses left out. */
  readonly hours: number;
  readonly games: number;
  /** Positions searched. */
  readonly positions: number;
  /** Steps of the learner. */
  readonly steps: number;
  /** Means of the losses since the metric before, by head, `loss` for their weighted sum. */
  readonly losses?: Readonly<Record<string, number>>;
  readonly learningRate?: number;
  /** Mean number of moves of the games since the metric before. */
  readonly gameLength?: number;
}

/** A gate, from the candidate's side. */
export interface GateRow extends GateStanding {
  readonly candidate: string;
  readonly champion: string;
  /** Games that the run had played when it began. */
  readonly games: number;
}

export interface RatedPlayer extends Rating {
  /** Of a champion: games that the run had played when it was made. Absent for anchors. */
  readonly since?: number;
}

/** A game as it is shown; a recorded one will do as it is. Black moves first. */
export interface ReportGame {
  readonly number: number;
  readonly width: number;
  readonly height: number;
  readonly rules: RulePreset;
  readonly komi: number;
  /** Who played, where it was not the champion against itself. */
  readonly players?: { readonly black: string; readonly white: string };
  /** Points in row-major order, area for a pass. */
  readonly moves: ArrayLike<number>;
  /** Root values in [−1, 1], for the side to move; not every ply need have one. */
  readonly turns: readonly { readonly ply: number; readonly value: number }[];
  readonly outcome: Outcome;
}
