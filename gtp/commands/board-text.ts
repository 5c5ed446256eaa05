import { BLACK, WHITE } from '../../engine/color.js';
import { columnLabel, makeVertex, rowLabel } from '../../engine/coordinates.js';
import type { Game } from '../../engine/game.js';
import { compensation, rulePresetOf } from '../../engine/rules.js';
import { makeRules } from './rules-text.js';

/** The board with its coordinates, as people read it: X black, O white, + a star point. */
export function drawBoard(game: Game): string {
  const { board } = game;
  const letters = Array.from({ length: board.width }, (_, x) => columnLabel(x)).join(' ');
  const rows = Array.from({ length: board.height }, (_, y) => {
    const label = rowLabel(board, y);
    return `${label.padStart(2)} ${rowOf(game, y)} ${label}`;
  });
  return [`   ${letters}`, ...rows, `   ${letters}`, ...facts(game)].join('\n');
}

/** The stones alone, a line a row, as `gogui-rules_board` has it. */
export function drawStones(game: Game): string {
  return Array.from({ length: game.board.height }, (_, y) => rowOf(game, y)).join('\n');
}

function rowOf({ board, position }: Game, y: number): string {
  const stones = Array.from({ length: board.width }, (_, x) => position.at(board.point(x, y)));
  return stones.map((stone) => (stone === BLACK ? 'X' : stone === WHITE ? 'O' : '.')).join(' ');
}

function facts(game: Game): string[] {
  const { board, rules, position, length, handicap } = game;
  const given = compensation(rules, handicap);
  const last = length === 0 ? 'none' : makeVertex(board, game.moveAt(length - 1));
  return [
    `${game.toMove === BLACK ? 'Black' : 'White'} to move, move ${length + 1}, last move ${last}`,
    `Rules: ${rulePresetOf(rules) ?? makeRules(rules)}, komi ${rules.komi}`,
    ...(handicap > 0 ? [`Handicap: ${handicap} stones, for which White has ${given} points`] : []),
    `Captured by Black: ${position.captured(WHITE)}, by White: ${position.captured(BLACK)}`,
  ];
}
