import { other, ReferenceGame } from './reference-board.js';

/**
 * Reads ladders on boards of letters, by the definition and without any bound: every line is played to
 * its end. A position that comes again on a line counts for the hunted.
 */
export class ReferenceLadder {
  constructor(private readonly game: ReferenceGame) {}

  /** The moves of the side to move that catch an enemy chain of two liberties. */
  captures(): number[] {
    const { game } = this;
    return game.points.filter((move) =>
      this.chainsAround(move, 2, other(game.toMove)).some(
        (prey) => isAllowed(game, move) && isCaught(afterMove(game, move), prey, new Set()),
      ),
    );
  }

  /** The moves of the side to move that save a chain of its own from the atari that it is in. */
  escapes(): number[] {
    const { game } = this;
    const preys = game.points.filter((p) => game.stones[p] === game.toMove && inAtari(game, p));
    const saving = preys.flatMap((prey) =>
      answers(game, prey).filter((move) => !isCaught(afterMove(game, move), prey, new Set())),
    );
    return [...new Set(saving)].sort((a, b) => a - b);
  }

  /** A stone of each of the player's chains of so many liberties that has the point as one of them. */
  private chainsAround(point: number, liberties: number, player: string): number[] {
    const { game } = this;
    if (game.stones[point] !== '.') return [];
    return game
      .neighbours(point)
      .filter((p) => game.stones[p] === player && libertiesOf(game, p).length === liberties);
  }
}

function isCaught(game: ReferenceGame, prey: number, line: Set<string>): boolean {
  const { stones, toMove, koPoint } = game;
  const position = `${stones}${toMove}${koPoint}`;
  if (line.has(position)) return false;
  const longer = new Set(line).add(position);
  const leadsToCapture = (move: number): boolean => isCaught(afterMove(game, move), prey, longer);
  if (stones[prey] === toMove) return answers(game, prey).every(leadsToCapture);
  const liberties = libertiesOf(game, prey).filter((move) => isAllowed(game, move));
  switch (libertiesOf(game, prey).length) {
    case 1:
      return liberties.length === 1;
    case 2:
      return liberties.some(leadsToCapture);
    default:
      return false;
  }
}

/** What the owner of a chain in atari may try: its liberty, and those of neighbours in atari. */
function answers(game: ReferenceGame, prey: number): number[] {
  const chain = game.chain(game.stones, prey);
  const hunters = game.borders(game.stones, chain, other(game.toMove));
  const threatened = [...hunters].filter((stone) => inAtari(game, stone));
  const moves = [prey, ...threatened].flatMap((stone) => libertiesOf(game, stone));
  return [...new Set(moves)].filter((move) => isAllowed(game, move));
}

function inAtari(game: ReferenceGame, stone: number): boolean {
  return libertiesOf(game, stone).length === 1;
}

function libertiesOf(game: ReferenceGame, stone: number): number[] {
  return [...game.borders(game.stones, game.chain(game.stones, stone), '.')];
}

/** Whether the move is legal where only the simple ko and suicide are forbidden. */
function isAllowed(game: ReferenceGame, move: number): boolean {
  return simple(game).isLegal(move);
}

function afterMove(game: ReferenceGame, move: number): ReferenceGame {
  const next = simple(game);
  next.play(move);
  return next;
}

function simple({ width, height, stones, toMove, koPoint }: ReferenceGame): ReferenceGame {
  const copy = new ReferenceGame(width, height, 'simple', false, stones, toMove);
  copy.koPoint = koPoint;
  return copy;
}
