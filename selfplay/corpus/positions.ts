import type { Random } from '../../engine/random.js';
import type { Corpus } from './corpus.js';

/** Positions of games, in the order of games and plies, so that each game is played once. */
export interface Positions {
  /** [count]. */
  readonly games: Uint32Array;
  readonly plies: Uint16Array;
}

/** The positions of some games of a corpus, from which to draw. */
export class PositionSet {
  /** For each of the games: how many positions there are up to its end. */
  private readonly ends: Uint32Array;

  constructor(
    private readonly corpus: Corpus,
    private readonly games: Uint32Array,
  ) {
    this.ends = new Uint32Array(games.length);
    let end = 0;
    for (let i = 0; i < games.length; i++) this.ends[i] = end += corpus.lengthOf(games[i]);
  }

  /** How many there are. */
  get size(): number {
    return this.ends.length === 0 ? 0 : this.ends[this.ends.length - 1];
  }

  /** Positions drawn uniformly, one perhaps more than once. @throws RangeError if there are none. */
  draw(count: number, random: Random): Positions {
    const { size } = this;
    if (size === 0) throw new RangeError('there is no position to draw');
    return this.positions(
      Uint32Array.from({ length: count }, () => Math.floor(random.float() * size)),
    );
  }

  /** One position of each of the games, drawn uniformly. */
  drawOneEach(random: Random): Positions {
    const { corpus, games } = this;
    const numbers = Uint32Array.from(games, (game, i) => {
      const length = corpus.lengthOf(game);
      return this.ends[i] - length + Math.floor(random.float() * length);
    });
    return this.positions(numbers);
  }

  /** All of them, or `count` spread evenly over them if they are more. */
  spread(count = Infinity): Positions {
    const { size } = this;
    const taken = Math.min(count, size);
    return this.positions(
      Uint32Array.from({ length: taken }, (_, i) => Math.floor(((i + 0.5) * size) / taken)),
    );
  }

  private positions(numbers: Uint32Array): Positions {
    numbers.sort();
    const games = new Uint32Array(numbers.length);
    const plies = new Uint16Array(numbers.length);
    let i = 0;
    for (const [row, number] of numbers.entries()) {
      i = this.gameWith(number, i);
      games[row] = this.games[i];
      plies[row] = number - (i === 0 ? 0 : this.ends[i - 1]);
    }
    return { games, plies };
  }

  /** Which of the games a position is of; not before `low`. */
  private gameWith(position: number, low: number): number {
    let high = this.ends.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.ends[middle] > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
