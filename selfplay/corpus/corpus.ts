import type { Board } from '../../engine/board.js';
import { RULE_PRESETS, type RulePreset, type Rules } from '../../engine/rules.js';
import type { CompactGame } from './compact-game.js';

/** The games of a corpus as plain arrays, which can be cloned between threads and written down. */
export interface CorpusData {
  readonly width: number;
  readonly height: number;
  /** All games' moves, one game after another: points, and passes. */
  readonly moves: Int16Array;
  /** [games + 1]: where each game's moves begin, and the last one's end. */
  readonly starts: Uint32Array;
  /** [games]: 1 if Black won, −1 if White did, 0 if neither, NaN if that is not known. */
  readonly results: Float32Array;
  /** [games]: White's points less Black's, komi counted; NaN where the game was not scored. */
  readonly margins: Float32Array;
  readonly komis: Float32Array;
  /** [games]: which of `ruleNames`. */
  readonly rules: Uint8Array;
  readonly ruleNames: readonly RulePreset[];
  /** [games]: see hashGame. */
  readonly hashes: Float64Array;
}

/**
 * Many games on one board, to learn from or to measure with. A position of a game is named by its
 * ply: how many moves had been made; what was played there is move `ply`.
 */
export class Corpus {
  constructor(
    readonly board: Board,
    readonly data: CorpusData,
  ) {}

  static of(board: Board, games: readonly CompactGame[]): Corpus {
    const ruleNames = Object.keys(RULE_PRESETS) as RulePreset[];
    const starts = new Uint32Array(games.length + 1);
    for (const [i, { moves }] of games.entries()) starts[i + 1] = starts[i] + moves.length;
    const moves = new Int16Array(starts[games.length]);
    for (const [i, game] of games.entries()) moves.set(game.moves, starts[i]);
    return new Corpus(board, {
      width: board.width,
      height: board.height,
      moves,
      starts,
      results: Float32Array.from(games, ({ result }) => result),
      margins: Float32Array.from(games, ({ margin }) => margin),
      komis: Float32Array.from(games, ({ komi }) => komi),
      rules: Uint8Array.from(games, ({ rules }) => ruleNames.indexOf(rules)),
      ruleNames,
      hashes: Float64Array.from(games, ({ hash }) => hash),
    });
  }

  get games(): number {
    return this.data.results.length;
  }

  /** Positions with a move played there, of all games. */
  get positions(): number {
    return this.data.moves.length;
  }

  /** Moves of a game. */
  lengthOf(game: number): number {
    const { starts } = this.data;
    return starts[game + 1] - starts[game];
  }

  moveAt(game: number, ply: number): number {
    return this.data.moves[this.data.starts[game] + ply];
  }

  /** The game's result for the side to move at a ply, in [−1, 1]; NaN if it is not known. */
  resultAt(game: number, ply: number): number {
    const result = this.data.results[game];
    return ply % 2 === 0 ? result : 0 - result;
  }

  /** The rules of a game, with its komi. */
  rulesOf(game: number): Rules {
    const { rules, ruleNames, komis } = this.data;
    return { ...RULE_PRESETS[ruleNames[rules[game]]], komi: komis[game] };
  }
}
