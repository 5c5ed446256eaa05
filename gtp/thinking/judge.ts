import type { Board } from '../../engine/board.js';
import type { Game } from '../../engine/game.js';
import type { SearchSettings } from '../../engine/search/settings.js';
import type { Device } from '../../network/runtime/device.js';
import type { Evaluation } from './engine.js';
import type { SpreadBatch } from './spread-batch.js';

/** What judges the positions of one board for one search, in as many threads as it was given. */
export interface Judge {
  readonly board: Board;
  /** For people: what judges, and where it runs. */
  readonly description: string;
  /** On what a network runs. */
  readonly device?: Device;
  /** How to search with its judgements. */
  readonly search: SearchSettings;
  readonly batch: SpreadBatch;
  /** One position by itself, under a symmetry if that is asked for. */
  evaluate(game: Game, symmetry?: number): Promise<Evaluation>;
  /** Nothing may be under way. */
  close(): Promise<void>;
}
