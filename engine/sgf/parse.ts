import { tokenizeIter } from '@sabaki/sgf/src/tokenize.js';
import { ok, type Result } from '../result.js';
import { TreeBuilder } from './build.js';
import { sgfFail, type SgfFailure, type SgfPlace } from './errors.js';
import { normaliseLines } from './lines.js';
import { type GameText, splitGames } from './split.js';
import type { SgfTree } from './tree.js';

/**
 * The games of an SGF text, each read when asked for, in order. A broken game is a failure that
 * names `file`, the game and the place, and the next games follow it; a text without any game is a
 * single failure, `ERR_SGF_EMPTY`. What a game says is not judged here, only its form. (For the
 * bytes of a file, see `decodeSgf`; https://www.red-bean.com/sgf/sgf4.html)
 */
export function* readTrees(text: string, file: string): Generator<Result<SgfTree, SgfFailure>> {
  let empty = true;
  for (const game of splitGames(normaliseLines(text))) {
    empty = false;
    yield parseGame(game, file);
  }
  if (!empty) return;
  const message = `${file}: no game found: one begins with (;`;
  yield { ok: false, error: { code: 'ERR_SGF_EMPTY', message } };
}

/** All games of an SGF text: as {@link readTrees}, at once. Never empty. */
export function parseSgf(text: string, file: string): Result<SgfTree, SgfFailure>[] {
  return [...readTrees(text, file)];
}

function parseGame(game: GameText, file: string): Result<SgfTree, SgfFailure> {
  const origin: SgfPlace = { file, game: game.number, line: game.line, column: game.column };
  if (game.fault !== undefined) {
    const { code, message, line, column } = game.fault;
    return sgfFail(code, message, { ...origin, line, column });
  }
  const builder = new TreeBuilder();
  for (const token of tokenizeIter(game.text)) {
    const complaint = builder.add(token);
    if (complaint !== undefined) {
      return sgfFail('ERR_SGF_SYNTAX', complaint, within(origin, token.row, token.col));
    }
  }
  return ok({ root: builder.root, origin });
}

/** The place `row` lines and `col` columns after that of a game's beginning. */
function within(origin: SgfPlace, row: number, col: number): SgfPlace {
  const column = row === 0 ? origin.column + col : col + 1;
  return { ...origin, line: origin.line + row, column };
}
