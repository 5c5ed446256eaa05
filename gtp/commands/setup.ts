import { Board, isSide, MAX_SIDE } from '../../engine/board.js';
import { ok } from '../../engine/result.js';
import { MAX_KOMI } from '../../engine/sgf/header.js';
import type { Session } from '../session/session.js';
import { command, DONE, refuse, type Reply } from './command.js';
import { integer, real } from './readers.js';

/** The board and the komi. Komi and rules stay when the board is cleared or changed. */
export const SETUP = [
  command('boardsize', [integer], ({ session }, side) => setBoard(session, side, side)),
  command('rectangular_boardsize', [integer, integer], ({ session }, width, height) =>
    setBoard(session, width, height),
  ),
  command('clear_board', [], ({ session }) => begin(session)),
  command('komi', [real], ({ session }, komi) => {
    if (Math.abs(komi) > MAX_KOMI) return refuse(`unacceptable komi: at most ${MAX_KOMI}`);
    session.rules = { ...session.rules, komi };
    return DONE;
  }),
  command('get_komi', [], ({ session }) => ok(String(session.rules.komi))),
];

function setBoard(session: Session, width: number, height: number): Reply | Promise<Reply> {
  const fits = isSide(width) && isSide(height) && Math.min(width, height) >= SMALLEST;
  if (!fits) return refuse(`unacceptable size: sides are ${SMALLEST} to ${MAX_SIDE}`);
  return begin(session, Board.of(width, height));
}

/** Where a clock is set, this is answered when the engine is ready: the next move may be its first. */
async function begin(session: Session, board?: Board): Promise<Reply> {
  session.begin(board);
  if (session.clocks.system.kind !== 'none') await session.engine.prepare(session.game.board);
  return DONE;
}

/** On a board with a side of 1 there is hardly a legal move. */
const SMALLEST = 2;
