import type { Board } from '../../engine/board.js';
import type { PlayedGame } from '../records/played-game.js';
import { storeGame, type StoredGame } from './stored-game.js';
import { windowSize, type WindowSettings } from './window-size.js';

/** How much a run has made so far, forgotten games among it. */
export interface Made {
  readonly games: number;
  /** Positions with a policy to learn. */
  readonly positions: number;
}

/** The newest games of a run: the positions that are learnt from, oldest first. */
export class ReplayWindow {
  private readonly games: StoredGame[] = [];
  /** For each game: how many positions had been made when it had been played. */
  private readonly ends: number[] = [];
  private gamesMade: number;
  private positionsMade: number;

  /** An empty window, of a run that has made so much already; what is still of use of it is added. */
  constructor(
    readonly board: Board,
    private readonly settings: WindowSettings,
    before: Made = { games: 0, positions: 0 },
  ) {
    this.gamesMade = before.games;
    this.positionsMade = before.positions;
  }

  get made(): Made {
    return { games: this.gamesMade, positions: this.positionsMade };
  }

  /** How many positions there are to draw from. */
  get size(): number {
    return this.games.length === 0 ? 0 : this.positionsMade - this.startOf(0);
  }

  /** How many games these are of. */
  get gameCount(): number {
    return this.games.length;
  }

  /**
   * Adds a game, which is copied, and forgets the oldest whole games beyond the window's size.
   * @throws RangeError for a game on another board.
   */
  add(game: PlayedGame): void {
    const { width, height } = this.board;
    if (game.width !== width || game.height !== height) {
      const other = `${game.width}×${game.height}`;
      throw new RangeError(`game ${game.number} is on ${other}, not on ${this.board.toString()}`);
    }
    this.gamesMade++;
    const stored = storeGame(game);
    if (stored.plies.length === 0) return;
    this.positionsMade += stored.plies.length;
    this.games.push(stored);
    this.ends.push(this.positionsMade);
    const most = windowSize(this.settings, this.positionsMade);
    while (this.size > most && this.games.length > 1) {
      this.games.shift();
      this.ends.shift();
    }
  }

  /** A game, 0 the oldest. */
  game(index: number): StoredGame {
    return this.games[index];
  }

  /** The game of a position, 0 the oldest one's first. */
  gameOf(position: number): number {
    const made = this.startOf(0) + position;
    let low = 0;
    let high = this.games.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.ends[middle] > made) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Which of its game's turns a position is. */
  turnOf(position: number, game: number): number {
    return this.startOf(0) + position - this.startOf(game);
  }

  private startOf(game: number): number {
    return this.ends[game] - this.games[game].plies.length;
  }
}
