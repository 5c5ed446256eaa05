import { pointsOf } from '../../engine/bits.js';
import { BLACK, WHITE, type Color } from '../../engine/color.js';
import { makeVertex } from '../../engine/coordinates.js';
import type { Board } from '../../engine/board.js';
import type { Game } from '../../engine/game.js';
import { fail, ok, type Result } from '../../engine/result.js';
import { rulePresetOf, type Rules } from '../../engine/rules.js';
import type { Sides } from '../../engine/territory.js';

/**
 * The commands that bring a program to where a game is: board, rules if it can be told them, komi,
 * stones of the setup, moves. `ERR_GTP_BOARD` if it cannot have the board.
 */
export function gameCommands(game: Game, known: ReadonlySet<string>): Result<string[]> {
  const size = sizeCommand(game.board, known);
  if (!size.ok) return size;
  return ok([
    size.value,
    ...(known.has('kata-set-rules') ? [`kata-set-rules ${kataRules(game.rules)}`] : []),
    `komi ${game.rules.komi}`,
    'clear_board',
    ...stoneCommands(game.board, setupOf(game)),
    ...Array.from({ length: game.length }, (_, ply) => moveCommand(game, ply)),
  ]);
}

/**
 * The commands that put the stones of a legal position on an empty board. Played in any order they
 * capture nothing: a part of a chain has the chain's liberty, or a point of the chain, still empty.
 */
export function stoneCommands(board: Board, stones: Sides): string[] {
  return [
    ...pointsOf(board, stones.black).map((point) => `play b ${makeVertex(board, point)}`),
    ...pointsOf(board, stones.white).map((point) => `play w ${makeVertex(board, point)}`),
  ];
}

/** The command that tells a move of a game. */
export function moveCommand(game: Game, ply: number): string {
  return `play ${colorLetter(game.colorAt(ply))} ${makeVertex(game.board, game.moveAt(ply))}`;
}

/** A colour as GTP writes it. */
export function colorLetter(color: Color): 'b' | 'w' {
  return color === BLACK ? 'b' : 'w';
}

/** The command that sets the board's size: `rectangular_boardsize` where it must be, as Sabaki has it. */
export function sizeCommand(board: Board, known: ReadonlySet<string>): Result<string> {
  if (board.width === board.height) return ok(`boardsize ${board.width}`);
  if (known.has('rectangular_boardsize')) {
    return ok(`rectangular_boardsize ${board.width} ${board.height}`);
  }
  return fail('ERR_GTP_BOARD', `the program has square boards only, not ${board.toString()}`);
}

function setupOf(game: Game): Sides {
  const rows = (color: Color): Int32Array => {
    const start = game.rowsAt(0, color);
    return game.history.subarray(start, start + game.board.height);
  };
  return { black: rows(BLACK), white: rows(WHITE) };
}

const BONUSES = { none: '0', stones: 'N', 'stones-less-one': 'N-1' } as const;

/**
 * Rules as KataGo's command takes them: by name, or, where there is none, one by one.
 * (https://github.com/lightvector/KataGo/blob/master/docs/GTP_Extensions.md)
 */
function kataRules(rules: Rules): string {
  return (
    rulePresetOf(rules) ??
    JSON.stringify({
      ko: rules.ko.toUpperCase(),
      scoring: rules.scoring.toUpperCase(),
      tax: rules.scoring === 'territory' ? 'SEKI' : 'NONE',
      suicide: rules.suicide,
      whiteHandicapBonus: BONUSES[rules.handicapCompensation],
    })
  );
}
