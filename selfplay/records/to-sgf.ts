import { Board } from '../../engine/board.js';
import { BLACK, WHITE, type Color } from '../../engine/color.js';
import { makeVertex } from '../../engine/coordinates.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { makeTree } from '../../engine/sgf/make-tree.js';
import { makeSgf } from '../../engine/sgf/make.js';
import { newRecord } from '../../engine/sgf/record.js';
import { mainLine, type SgfTree } from '../../engine/sgf/tree.js';
import type { PlayedGame, SearchedTurn } from './played-game.js';

/** Moves of the search's policy that a comment names. */
const MOVES_NAMED = 5;

/** A game as SGF text, a comment on each move that was searched for. */
export function makeSgfOfGame(game: PlayedGame): string {
  return makeSgf([treeOf(game)]);
}

function treeOf(game: PlayedGame): SgfTree {
  const board = Board.of(game.width, game.height);
  const tree = makeTree(
    newRecord(
      board,
      { ...RULE_PRESETS[game.rules], komi: game.komi },
      {
        rulesName: game.rules,
        moves: Array.from(game.moves, (point, ply) => ({ color: colorAt(ply), point })),
        outcome: game.outcome,
        black: playerOf(game),
        white: playerOf(game),
        gameName: `game ${game.number}`,
        comment: commentOnGame(game),
      },
    ),
  );
  const nodes = [...mainLine(tree.root)];
  for (const turn of game.turns) nodes[turn.ply + 1].properties['C'] = [commentOn(turn, board)];
  return tree;
}

function colorAt(ply: number): Color {
  return ply % 2 === 0 ? BLACK : WHITE;
}

/** Both sides are the same network, which may have been replaced during the game. */
function playerOf({ champion: { first, last } }: PlayedGame): { name: string; rank: string } {
  return { name: first === last ? `champion ${first}` : `champion ${first} to ${last}`, rank: '' };
}

function commentOnGame({ outcome, margin, resignation }: PlayedGame): string {
  const leader = margin > 0 ? 'White' : 'Black';
  const lines = [];
  if (outcome.kind === 'win' && outcome.by === 'resign') {
    const ahead = margin === 0 ? 'even' : `${leader} ahead by ${Math.abs(margin)}`;
    lines.push(`Played out after it was given up: ${ahead}.`);
  }
  if (resignation?.playedOut === true) lines.push('One of the games that are never given up.');
  return lines.join('\n');
}

/** Value and policy of a search, for the player who made the move. */
function commentOn(
  { ply, visits, full, value, moves, shares }: SearchedTurn,
  board: Board,
): string {
  const player = colorAt(ply) === BLACK ? 'Black' : 'White';
  const order = [...moves.keys()].sort((a, b) => shares[b] - shares[a]).slice(0, MOVES_NAMED);
  const named = order.map((i) => `${makeVertex(board, moves[i])} ${percent(shares[i])}`);
  const kind = full ? '' : ' (fast search, not learnt from)';
  return `${player} ${value.toFixed(3)} after ${visits} visits${kind}\n${named.join(', ')}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
