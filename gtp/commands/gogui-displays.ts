import type { Board } from '../../engine/board.js';
import { BLACK, type Color } from '../../engine/color.js';
import { makeVertex } from '../../engine/coordinates.js';
import type { Session } from '../session/session.js';
import { now, type Report } from '../thinking/engine.js';
import { copyGame } from '../../engine/game-copy.js';
import { chance } from './analysis-text.js';

/** What is shown on GoGui's board: a report, and whose move it is about. */
export interface View {
  readonly color: Color;
  readonly report: Report;
}

/** A display for `gogui-analyze_commands`. */
export interface Display {
  readonly type: 'dboard' | 'sboard' | 'gfx' | 'string';
  readonly label: string;
  readonly name: string;
  readonly draw: (board: Board, view: View) => string;
}

/** Milliseconds that are thought to draw a display. */
const LOOK_MS = 500;

/** Thinks a little about the position as it is; the tree that is there already is used. */
export async function lookAt(session: Session, interrupt: AbortSignal): Promise<View> {
  session.rest();
  const { toMove } = session.game;
  const end = now() + LOOK_MS;
  const deadline = { planned: end, most: end };
  const limits = { visits: Infinity, playouts: Infinity, endsEarly: false, deadline };
  const request = { ...limits, ownership: true, bans: [] };
  const thinking = session.engine.think(copyGame(session.game), request);
  interrupt.addEventListener('abort', () => {
    thinking.stop();
  });
  return { color: toMove, report: await thinking.done };
}

export const DISPLAYS: readonly Display[] = [
  { type: 'dboard', label: 'Policy', name: 'tengen-policy', draw: drawPolicy },
  { type: 'sboard', label: 'Visits', name: 'tengen-visits', draw: drawVisits },
  { type: 'dboard', label: 'Ownership', name: 'tengen-ownership', draw: drawOwnership },
  { type: 'string', label: 'Value', name: 'tengen-value', draw: drawValue },
  { type: 'gfx', label: 'Principal Variation', name: 'tengen-variation', draw: drawView },
];

function drawPolicy(board: Board, { report }: View): string {
  return grid(board, (point) => valueOf(report, point, ({ prior }) => prior).toFixed(3));
}

/** Points without visits are left empty. */
function drawVisits(board: Board, { report }: View): string {
  return grid(board, (point) => {
    const visits = valueOf(report, point, (move) => move.visits);
    return visits === 0 ? '""' : String(visits);
  });
}

/** Positive for Black. */
function drawOwnership(board: Board, { color, report: { ownership } }: View): string {
  const sign = color === BLACK ? 1 : -1;
  return grid(board, (point) => (sign * (ownership?.[point] ?? 0)).toFixed(3));
}

function drawValue(_: Board, { color, report }: View): string {
  const percent = (100 * chance(report.value)).toFixed(1);
  return `${color === BLACK ? 'Black' : 'White'} wins ${percent} %, ${report.visits} visits`;
}

/** Expected line, values and visits as GoGui's graphics. */
export function drawView(board: Board, { color, report }: View): string {
  const best = report.moves.at(0);
  const line = best?.line ?? [];
  let player = color;
  const variation = line.map((point) => {
    const made = `${player === BLACK ? 'b' : 'w'} ${makeVertex(board, point)}`;
    player = player === BLACK ? 2 : 1;
    return made;
  });
  const shares = report.moves
    .filter(({ move, visits }) => move !== board.pass && visits > 0)
    .map(({ move, visits }) => `${makeVertex(board, move)} ${(visits / report.visits).toFixed(3)}`);
  return [
    ...(variation.length > 0 ? [`VAR ${variation.join(' ')}`] : []),
    ...(shares.length > 0 ? [`INFLUENCE ${shares.join(' ')}`] : []),
    `TEXT ${(100 * chance(report.value)).toFixed(1)} %, ${report.visits} visits`,
  ].join('\n');
}

function valueOf(
  { moves }: Report,
  point: number,
  value: (move: Report['moves'][number]) => number,
): number {
  const found = moves.find(({ move }) => move === point);
  return found === undefined ? 0 : value(found);
}

/** A text for each point, a line a row. */
function grid(board: Board, text: (point: number) => string): string {
  return Array.from({ length: board.height }, (_, y) =>
    Array.from({ length: board.width }, (_, x) => text(board.point(x, y))).join(' '),
  ).join('\n');
}
