import type { Color } from '../../engine/color.js';
import { makeVertex } from '../../engine/coordinates.js';
import { ok } from '../../engine/result.js';
import { generateMove, type Decision, type MoveRequest } from '../session/genmove.js';
import type { Session } from '../session/session.js';
import { command, DONE, refuse, type Context, type Reply } from './command.js';
import { drawView } from './gogui-displays.js';
import { color, integer, move, optional } from './readers.js';

/** Moves made, asked for, and taken back. */
export const PLAY = [
  command('play', [move], ({ session }, made) => {
    const played = session.play(made.point, made.color);
    return played.ok ? DONE : refuse(`illegal move: ${played.error.message}`);
  }),
  command('genmove', [color], (context, player) =>
    genmove(context, { color: player, plays: true }),
  ),
  command('reg_genmove', [color], (context, player) =>
    genmove(context, { color: player, plays: false }),
  ),
  command('kgs-genmove_cleanup', [color], (context, player) =>
    genmove(context, { color: player, plays: true, cleansUp: true }),
  ),
  command('undo', [], ({ session }) => (session.undo(1) ? DONE : refuse('cannot undo'))),
  command('gg-undo', [optional(integer, 1)], ({ session }, moves) =>
    session.undo(moves) ? DONE : refuse('cannot undo'),
  ),
];

async function genmove(
  { session, interrupt }: Context,
  request: Omit<MoveRequest, 'interrupt'>,
): Promise<Reply> {
  const graphics = session.settings.liveGraphics ? liveGraphics(session, request.color) : {};
  const decision = await generateMove(session, { ...request, ...graphics, interrupt });
  if (request.plays) session.ponder();
  return ok(makeDecision(session, decision));
}

const LIVE_INTERVAL = 500;

/** Draws what is thought on GoGui's board, which reads it from stderr. */
function liveGraphics(
  { game, notify }: Session,
  player: Color,
): Pick<MoveRequest, 'interval' | 'onReport'> {
  const { board } = game;
  return {
    interval: LIVE_INTERVAL,
    onReport: (report) => {
      notify(`gogui-gfx:\n${drawView(board, { color: player, report })}\n`);
    },
  };
}

/** A decision as GTP writes it. */
export function makeDecision({ game }: Session, decision: Decision): string {
  return decision === 'resign' ? decision : makeVertex(game.board, decision);
}
