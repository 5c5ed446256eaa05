import type { ReplayInfo } from '../../messages/runs.js';

/** A stone of a small board: 1 for black, −1 for white, 0 for none. */
export type Stone = 1 | -1 | 0;

/** The stones of a recorded game after `ply` moves, by point. Black moves first. */
export function stonesAt(game: ReplayInfo, ply: number): Stone[] {
  const area = game.width * game.height;
  const stones = new Array<Stone>(area).fill(0);
  for (const [i, move] of game.moves.slice(0, ply).entries()) {
    if (move < area) stones[move] = i % 2 === 0 ? 1 : -1;
    for (const point of game.captures[String(i)] ?? []) stones[point] = 0;
  }
  return stones;
}

/** The point of the last of `ply` moves, undefined if there is none or it was a pass. */
export function lastPoint(game: ReplayInfo, ply: number): number | undefined {
  const move = game.moves.at(ply - 1);
  return ply === 0 || move === undefined || move >= game.width * game.height ? undefined : move;
}
