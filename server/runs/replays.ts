import { makeOutcome } from '../../engine/outcome.js';
import type { ReportGame } from '../../selfplay/report/report-data.js';
import { makeReplay } from '../../selfplay/report/replay.js';
import type { ReplayInfo } from '../messages/runs.js';

/** A game as a page shows it, which need know no rules. */
export function replayOf(game: ReportGame): ReplayInfo {
  const { width, height, komi, moves, captures, values } = makeReplay(game);
  return {
    number: game.number,
    width,
    height,
    komi,
    result: makeOutcome(game.outcome),
    moves: [...moves],
    captures: Object.fromEntries(
      Object.entries(captures).map(([ply, points]) => [ply, [...points]]),
    ),
    values: [...values],
  };
}
