import { hasPoint, pointsOf, type Bits } from '../../engine/bits.js';
import { BLACK, WHITE } from '../../engine/color.js';
import { deadIn, scoreOf } from '../../engine/count.js';
import type { Game } from '../../engine/game.js';
import { settle } from '../../engine/seki.js';
import type { Stones } from '../../engine/stones.js';

/** What `final_status_list` knows of points. */
export type Status = 'alive' | 'dead' | 'seki' | 'white_territory' | 'black_territory' | 'dame';

/** The points of a status; of stones, a list for each chain. */
export function pointsWith(game: Game, status: Status): number[][] {
  const { position, board } = game;
  const dead = deadIn(game);
  switch (status) {
    case 'dead':
      return chainsIn(position, (point) => hasPoint(board, dead, point));
    case 'alive':
    case 'seki': {
      const seki = sekiIn(game, dead);
      const isSeki = (point: number): boolean => hasPoint(board, seki, point);
      return chainsIn(position, (point) =>
        status === 'seki' ? isSeki(point) : !isSeki(point) && !hasPoint(board, dead, point),
      );
    }
    case 'black_territory':
    case 'white_territory':
    case 'dame':
      return territoryIn(game, dead, status);
  }
}

/** The stones of chains in seki. */
function sekiIn({ position, board }: Game, dead: Bits): Bits {
  const living = (stones: Bits): Bits => stones.map((row, y) => row & ~dead[y]);
  const { seki } = settle(board, { black: living(position.black), white: living(position.white) });
  return seki.black.map((row, y) => row | seki.white[y]);
}

/** Points without a living stone, by whom they count for. */
function territoryIn(
  game: Game,
  dead: Bits,
  status: 'black_territory' | 'white_territory' | 'dame',
): number[][] {
  const { position, board } = game;
  const { black, white } = scoreOf(game, dead).counted;
  const rows = position.black.map((stones, y) => {
    const free = board.fullRow & ~((stones | position.white[y]) & ~dead[y]);
    if (status === 'black_territory') return free & black[y];
    return status === 'white_territory' ? free & white[y] : free & ~black[y] & ~white[y];
  });
  return pointsOf(board, rows).map((point) => [point]);
}

/** The chains of which the first stone fits. */
function chainsIn(position: Stones, fits: (point: number) => boolean): number[][] {
  const { board, head } = position;
  const chains = new Map<number, number[]>();
  for (let point = 0; point < board.area; point++) {
    const stone = position.at(point);
    if ((stone !== BLACK && stone !== WHITE) || !fits(point)) continue;
    const chain = head[board.cellOf[point]];
    const known = chains.get(chain);
    if (known === undefined) chains.set(chain, [point]);
    else known.push(point);
  }
  return [...chains.values()];
}
