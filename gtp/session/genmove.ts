import type { Color } from '../../engine/color.js';
import { copyGame, restoreGame, type GameCopy } from '../../engine/game-copy.js';
import { deadEnemies, opponentPassed, passWins } from '../../engine/passing.js';
import { now, type Ban, type Report, type ThinkRequest } from '../thinking/engine.js';
import { chooseMove } from './choose.js';
import type { Session } from './session.js';

/** What a player does: a point, the board's pass, or giving up. */
export type Decision = number | 'resign';

/** How a move is asked for. */
export interface MoveRequest {
  readonly color: Color;
  /** Whether the clock runs, and the move is made; `reg_genmove` only asks. */
  readonly plays: boolean;
  /** Whether dead stones are to be taken off before passing (`kgs-genmove_cleanup`). */
  readonly cleansUp?: boolean;
  /** Ends the thinking: the best move up to then is made. */
  readonly interrupt: AbortSignal;
  readonly interval?: number;
  readonly ownership?: boolean;
  readonly bans?: readonly Ban[];
  readonly onReport?: (report: Report) => void;
}

/** Thinks about a move, and makes it if it is to be made. Fails where the engine cannot think. */
export async function generateMove(session: Session, request: MoveRequest): Promise<Decision> {
  const start = now();
  session.rest();
  const decision = await decide(session, request, start);
  if (!request.plays) return decision;
  session.clocks.spend(request.color, now() - start);
  if (decision !== 'resign') session.game.play(decision, request.color);
  return decision;
}

async function decide(session: Session, request: MoveRequest, start: number): Promise<Decision> {
  const { color, cleansUp = false } = request;
  // The player may be asked out of turn.
  const copy = copyGame(session.game, color);
  const game = restoreGame(copy);
  const mustCleanUp = cleansUp && deadEnemies(game, color).length > 0;
  if (!mustCleanUp && opponentPassed(game, color) && passWins(game, color)) return game.board.pass;
  const bans = mustCleanUp ? [{ color, points: [game.board.pass], depth: 1 }] : [];
  const report = await search(session, copy, request, start, bans);
  request.onReport?.(report);
  if (request.plays && givesUp(session, color, report)) return 'resign';
  return chooseMove(game, color, report, !mustCleanUp);
}

async function search(
  session: Session,
  game: GameCopy,
  request: MoveRequest,
  start: number,
  moreBans: readonly Ban[],
): Promise<Report> {
  const { color, interrupt, onReport, bans = [] } = request;
  const wishes = { ...wishesOf(request), bans: [...bans, ...moreBans] };
  const limits = { ...limitsOf(session, color, start), ...wishes };
  const thinking = session.engine.think(game, limits, onReport);
  const stop = (): void => {
    thinking.stop();
  };
  interrupt.addEventListener('abort', stop);
  if (interrupt.aborted) stop();
  try {
    return await thinking.done;
  } finally {
    interrupt.removeEventListener('abort', stop);
  }
}

function wishesOf({
  interval,
  ownership = false,
}: MoveRequest): Pick<ThinkRequest, 'interval' | 'ownership'> {
  return { ownership, ...(interval === undefined ? {} : { interval }) };
}

/** How long a move may be thought about: by the clock or, without one, by the settings. */
function limitsOf(
  { clocks, settings, game }: Session,
  color: Color,
  start: number,
): Omit<ThinkRequest, 'ownership' | 'bans'> {
  const { visits, playouts, moveTime, lag } = settings;
  const situation = { area: game.board.area, ply: game.length, lag };
  const budget = clocks.budget(color, situation) ?? { planned: moveTime, most: moveTime };
  const deadline = { planned: start + budget.planned, most: start + budget.most };
  return { visits, playouts, endsEarly: true, deadline };
}

/** Keeps count of moves that look lost; whether there have been enough of them to give up. */
function givesUp({ settings, hopeless, game }: Session, color: Color, report: Report): boolean {
  const chance = (1 + (report.moves.at(0)?.value ?? report.value)) / 2;
  const isHopeless = chance < settings.resignation.below && report.visits > 1;
  hopeless[color] = isHopeless ? hopeless[color] + 1 : 0;
  // Early in a game nothing is lost that cannot be won back.
  const isEarly = game.length < game.board.area / 5;
  return !isEarly && isHopeless && hopeless[color] >= settings.resignation.moves;
}
