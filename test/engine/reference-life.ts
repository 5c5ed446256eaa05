import { other, type Player, type ReferenceGame } from './reference-board.js';

type Points = ReadonlySet<number>;

/**
 * The stones that cannot live whatever their owner does while the enemy passes, told slowly: those
 * within territory of unconditionally alive chains (D. B. Benson, "Life in the game of Go", 1976).
 * Referees that count Tromp-Taylor area by program take them off first.
 */
export function hopelessStones(game: ReferenceGame): number[] {
  const inside = (['X', 'O'] as const).flatMap((player) =>
    safeRegions(game, player).flatMap((region) => [...region]),
  );
  return inside.filter((point) => game.stones[point] !== '.');
}

/** The regions between a player's unconditionally alive chains in which the enemy cannot live. */
function safeRegions(game: ReferenceGame, player: Player): Points[] {
  const walls = game.stones.replaceAll(other(player), '.');
  const chains = parts(game, walls, player);
  const touches = (point: number, part: Points): boolean =>
    game.neighbours(point).some((near) => part.has(near));
  const borders = (region: Points, chain: Points): boolean =>
    [...region].some((point) => touches(point, chain));
  const mustTouch = (region: Points): number[] =>
    [...region].filter((point) => game.suicide || game.stones[point] === '.');
  const isVital = (region: Points, chain: Points): boolean =>
    borders(region, chain) && mustTouch(region).every((point) => touches(point, chain));

  let regions = parts(game, walls, '.');
  let alive = chains;
  let before: number;
  do {
    before = alive.length;
    alive = alive.filter((chain) => regions.filter((r) => isVital(r, chain)).length >= 2);
    const dead = chains.filter((chain) => !alive.includes(chain));
    regions = regions.filter((region) => !dead.some((chain) => borders(region, chain)));
  } while (alive.length < before);

  const inner = (region: Points): number =>
    [...region].filter((point) => !chains.some((chain) => touches(point, chain))).length;
  // Two eyes need two points that no wall touches.
  return regions.filter((region) => alive.length > 0 && inner(region) <= 1);
}

/** The connected parts of the points with such contents. */
function parts(game: ReferenceGame, board: string, contents: string): Points[] {
  const found: Points[] = [];
  for (const point of game.points) {
    if (board[point] !== contents || found.some((part) => part.has(point))) continue;
    found.push(game.chain(board, point));
  }
  return found;
}
