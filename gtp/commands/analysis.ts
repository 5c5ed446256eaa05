import { WHITE } from '../../engine/color.js';
import { emptyBits, hasPoint } from '../../engine/bits.js';
import { ok } from '../../engine/result.js';
import { symmetryCount } from '../../engine/symmetry.js';
import { generateMove } from '../session/genmove.js';
import type { Session } from '../session/session.js';
import { copyGame } from '../../engine/game-copy.js';
import type { Report } from '../thinking/engine.js';
import { analysisWishes, type AnalysisWishes } from './analysis-arguments.js';
import { chance, kataGoLine, leelaZeroLine, type AnalysisFormat } from './analysis-text.js';
import { command, DONE, refuse, type Context, type Reply } from './command.js';
import { makeDecision } from './play.js';
import { word } from './readers.js';

/** Analysis as Leela Zero and KataGo have it. (https://github.com/lightvector/KataGo/blob/master/docs/GTP_Extensions.md) */
export const ANALYSIS = [
  command('kata-analyze', [analysisWishes], (context, wishes) =>
    analyse(context, wishes, kataGoLine),
  ),
  command('lz-analyze', [analysisWishes], (context, wishes) =>
    analyse(context, wishes, leelaZeroLine),
  ),
  command('kata-genmove_analyze', [analysisWishes], (context, wishes) =>
    analyseMove(context, wishes, kataGoLine, true),
  ),
  command('lz-genmove_analyze', [analysisWishes], (context, wishes) =>
    analyseMove(context, wishes, leelaZeroLine, true),
  ),
  command('kata-search_analyze', [analysisWishes], (context, wishes) =>
    analyseMove(context, wishes, kataGoLine, false),
  ),
  command('kata-raw-nn', [word], ({ session }, symmetry) => rawEvaluation(session, symmetry)),
  command('stop', [], ({ session }) => {
    session.rest();
    return DONE;
  }),
];

/** Searches and reports until the next line of input; rests when it has searched enough. */
async function analyse(
  context: Context,
  wishes: AnalysisWishes,
  format: AnalysisFormat,
): Promise<Reply> {
  const { session, input, interrupt } = context;
  session.rest();
  const { color, interval, ownership, bans } = wishes;
  const visits = session.settings.analysisVisits;
  const request = { visits, playouts: Infinity, endsEarly: false, interval, ownership, bans };
  const end = AbortSignal.any([input, interrupt]);
  const write = writer(context, wishes, format);
  const thinking = session.engine.think(copyGame(session.game, color), request, (report) => {
    if (!end.aborted) write(report);
  });
  const ended = whenAborted(end);
  void ended.then(() => {
    thinking.stop();
  });
  const last = await thinking.done;
  if (!end.aborted) write(last);
  await ended;
  return DONE;
}

/** A move, with reports while it is thought about, and `play` in the end. */
async function analyseMove(
  context: Context,
  wishes: AnalysisWishes,
  format: AnalysisFormat,
  plays: boolean,
): Promise<Reply> {
  const { session, interrupt } = context;
  const { color, interval, ownership, bans } = wishes;
  const onReport = writer(context, wishes, format);
  const request = { color, plays, interrupt, interval, ownership, bans, onReport };
  const decision = await generateMove(session, request);
  context.write(`play ${makeDecision(session, decision)}`);
  if (plays) session.ponder();
  return DONE;
}

/** Writes reports, but none while the client is behind with reading them. */
function writer(
  { session, write, isBehind }: Context,
  wishes: AnalysisWishes,
  format: AnalysisFormat,
): (report: Report) => void {
  const { board } = session.game;
  return (report) => {
    if (!isBehind() && report.moves.length > 0) write(format(board, report, wishes));
  };
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else {
      signal.addEventListener(
        'abort',
        () => {
          resolve();
        },
        { once: true },
      );
    }
  });
}

/** What is thought of the position without a search: under one symmetry, or all of them in turn. */
async function rawEvaluation(session: Session, symmetry: string): Promise<Reply> {
  const count = symmetryCount(session.game.board);
  const all = Array.from({ length: count }, (_, i) => i);
  const wanted = symmetry === 'all' ? all : all.filter((i) => String(i) === symmetry);
  if (wanted.length === 0) return refuse(`syntax error: a symmetry is 0 to ${count - 1}, or all`);
  session.rest();
  const texts: string[] = [];
  for (const one of wanted) texts.push(await evaluationText(session, one));
  return ok(texts.join('\n'));
}

async function evaluationText({ engine, game }: Session, symmetry: number): Promise<string> {
  const { policy, value, score, ownership } = await engine.evaluate(copyGame(game), symmetry);
  const { board } = game;
  const legal = emptyBits(board);
  game.legalPoints(legal);
  const sign = game.toMove === WHITE ? 1 : -1;
  const rows = (text: (point: number) => string): string[] =>
    Array.from({ length: board.height }, (_, y) =>
      Array.from({ length: board.width }, (_, x) => text(board.point(x, y))).join(' '),
    );
  const fixed = (number: number): string => number.toFixed(6);
  return [
    `symmetry ${symmetry}`,
    `whiteWin ${fixed(chance(sign * value))}`,
    `whiteLoss ${fixed(chance(-sign * value))}`,
    'noResult 0.000000',
    ...(score === undefined ? [] : [`whiteLead ${(sign * score).toFixed(3)}`]),
    'policy',
    ...rows((point) => (hasPoint(board, legal, point) ? fixed(policy[point]) : 'NAN')),
    `policyPass ${fixed(policy[board.pass])}`,
    'whiteOwnership',
    ...rows((point) => fixed(sign * ownership[point])),
  ].join('\n');
}
