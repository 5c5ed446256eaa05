import type { Board } from '../../engine/board.js';
import { makeVertex } from '../../engine/coordinates.js';
import type { MoveReport, Report } from '../thinking/engine.js';
import type { AnalysisWishes } from './analysis-arguments.js';

/** Writes a report as one line of an analysis. */
export type AnalysisFormat = (board: Board, report: Report, wishes: AnalysisWishes) => string;

/** Leela Zero's line: chances and priors in ten-thousandths. */
export const leelaZeroLine: AnalysisFormat = (board, report, wishes) =>
  chosen(report, wishes)
    .map((move, order) => {
      const fields = [
        `visits ${move.visits}`,
        `winrate ${tenThousandths(chance(move.value))}`,
        `prior ${tenThousandths(move.prior)}`,
        `lcb ${tenThousandths(chance(move.lcb))}`,
      ];
      return segment(board, move, order, fields, wishes);
    })
    .join(' ');

/**
 * KataGo's line: chances as fractions, with a decimal point in every one, since clients tell the two
 * forms apart by it. What is not known of points is left out.
 */
export const kataGoLine: AnalysisFormat = (board, report, wishes) => {
  const moves = chosen(report, wishes).map((move, order) => {
    const fields = [
      `visits ${move.visits}`,
      `utility ${move.value.toFixed(6)}`,
      `winrate ${chance(move.value).toFixed(6)}`,
      ...scoreFields(move.score),
      `prior ${move.prior.toFixed(6)}`,
      `lcb ${chance(move.lcb).toFixed(6)}`,
      `utilityLcb ${move.lcb.toFixed(6)}`,
    ];
    return segment(board, move, order, fields, wishes);
  });
  return [...moves, ...rootFields(report, wishes), ...ownershipFields(report, wishes)].join(' ');
};

function chosen({ moves }: Report, { minMoves, maxMoves }: AnalysisWishes): MoveReport[] {
  const visited = moves.filter(({ visits }) => visits > 0).length;
  return moves.slice(0, Math.max(1, Math.min(Math.max(visited, minMoves), maxMoves)));
}

/** One move's part. The expected line ends it, unless visits of the line are asked for. */
function segment(
  board: Board,
  { move, line, lineVisits }: MoveReport,
  order: number,
  fields: readonly string[],
  wishes: AnalysisWishes,
): string {
  const vertices = line.map((point) => makeVertex(board, point)).join(' ');
  const parts = [`info move ${makeVertex(board, move)}`, ...fields, `order ${order}`];
  parts.push(`pv ${vertices}`);
  if (wishes.lineVisits) parts.push(`pvVisits ${lineVisits.join(' ')}`);
  return parts.join(' ');
}

function scoreFields(score: number | undefined): string[] {
  if (score === undefined) return [];
  const points = score.toFixed(3);
  return [`scoreMean ${points}`, `scoreLead ${points}`, `scoreSelfplay ${points}`];
}

function rootFields({ visits, value, score }: Report, { rootInfo }: AnalysisWishes): string[] {
  if (!rootInfo) return [];
  const fields = [`visits ${visits}`, `utility ${value.toFixed(6)}`];
  return ['rootInfo', ...fields, `winrate ${chance(value).toFixed(6)}`, ...scoreFields(score)];
}

function ownershipFields({ ownership }: Report, wishes: AnalysisWishes): string[] {
  if (!wishes.ownership || ownership === undefined) return [];
  return ['ownership', ...Array.from(ownership, (owner) => owner.toFixed(3))];
}

/** The chance of winning that a value in [−1, 1] stands for. */
export function chance(value: number): number {
  return Math.min(1, Math.max(0, (1 + value) / 2));
}

function tenThousandths(share: number): number {
  return Math.round(10000 * share);
}
