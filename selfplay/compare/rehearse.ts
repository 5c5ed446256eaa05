import { Board } from '../../engine/board.js';
import { Game } from '../../engine/game.js';
import { ok, type Result } from '../../engine/result.js';
import { openContestant } from '../match/open-contestant.js';
import type { Player } from './player.js';
import type { RoundRobinPlan } from './round-robin.js';

/** Makes every player ready once and lets it go, so that what fails, fails before the first game. */
export async function rehearse(
  players: readonly Player[],
  { board, rules, device, seed, searchPath = '', atOnceFor }: RoundRobinPlan,
): Promise<Result<void>> {
  const game = new Game(Board.of(board, board), rules);
  for (const { spec } of players) {
    const opened = await openContestant(spec, {
      game,
      device,
      seed,
      searchPath,
      atOnce: atOnceFor([spec]),
      onForfeit: () => undefined,
    });
    if (!opened.ok) return opened;
    await opened.value.close();
  }
  return ok(undefined);
}
