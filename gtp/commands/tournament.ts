import { makeVertex } from '../../engine/coordinates.js';
import { makeOutcome, outcomeOfScore } from '../../engine/outcome.js';
import { ok } from '../../engine/result.js';
import type { Session } from '../session/session.js';
import { scoreOf } from '../../engine/count.js';
import { pointsWith, type Status } from '../session/status.js';
import { drawBoard } from './board-text.js';
import { command, DONE, refuse } from './command.js';
import { word } from './readers.js';

const STATUSES: readonly Status[] = [
  'alive',
  'dead',
  'seki',
  'white_territory',
  'black_territory',
  'dame',
];

/** How a game ended, and what there is to see. */
export const TOURNAMENT = [
  command('final_score', [], ({ session }) =>
    ok(makeOutcome(outcomeOfScore(scoreOf(session.game).margin))),
  ),
  command('final_status_list', [word], ({ session }, wanted) => {
    const status = STATUSES.find((known) => known === wanted);
    return status === undefined ? refuse('invalid status') : ok(listOf(session, status));
  }),
  command('showboard', [], ({ session }) => ok(`\n${drawBoard(session.game)}`)),
  command('cputime', [], () => ok(cpuSeconds().toFixed(3))),
  command('clear_cache', [], ({ session }) => {
    session.rest();
    session.engine.forget();
    return DONE;
  }),
];

/** A chain a line; points of territory in one line. */
function listOf({ game }: Session, status: Status): string {
  const stones = status === 'alive' || status === 'dead' || status === 'seki';
  const lines = pointsWith(game, status).map((points) =>
    points.map((point) => makeVertex(game.board, point)).join(' '),
  );
  return lines.join(stones ? '\n' : ' ');
}

/** Processor time of the program, all its threads, in seconds. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
