import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Board } from '../../engine/board.js';
import { BLACK, WHITE } from '../../engine/color.js';
import { ok, type Result } from '../../engine/result.js';
import { rulePresetOf, type Rules } from '../../engine/rules.js';
import { makeTree } from '../../engine/sgf/make-tree.js';
import { makeSgf } from '../../engine/sgf/make.js';
import { newRecord } from '../../engine/sgf/record.js';
import { onDisk, type DiskFailure } from '../disk/failure.js';
import { writeWhole } from '../disk/whole-file.js';
import type { MatchResult } from '../match/play-match.js';

/** What the games of a match have in common. */
export interface MatchTitle {
  readonly board: number;
  readonly rules: Rules;
  readonly a: string;
  readonly b: string;
}

/** A folder that takes the games of a match as SGF, a file each. */
export class MatchSgfFolder {
  private constructor(
    private readonly path: string,
    private readonly title: MatchTitle,
  ) {}

  /** Makes the folder if it is not there. */
  static open(path: string, title: MatchTitle): Result<MatchSgfFolder, DiskFailure> {
    const made = onDisk(path, () => mkdirSync(path, { recursive: true }));
    return made.ok ? ok(new MatchSgfFolder(path, title)) : made;
  }

  write(result: MatchResult): Result<void, DiskFailure> {
    const name = `game-${String(result.game + 1).padStart(4, '0')}.sgf`;
    return writeWhole(join(this.path, name), makeSgfOfMatchGame(result, this.title));
  }
}

/** A game of a match as SGF text. */
export function makeSgfOfMatchGame(
  { moves, outcome, colorOfA, game, by, reason }: MatchResult,
  { board, rules, a, b }: MatchTitle,
): string {
  const [black, white] = colorOfA === BLACK ? [a, b] : [b, a];
  const record = newRecord(Board.of(board, board), rules, {
    rulesName: rulePresetOf(rules) ?? '',
    moves: moves.map((point, ply) => ({ color: ply % 2 === 0 ? BLACK : WHITE, point })),
    outcome,
    black: { name: black, rank: '' },
    white: { name: white, rank: '' },
    gameName: `game ${game + 1}`,
    comment: reason ?? (by === 'disputed' ? 'The players disputed what was dead.' : ''),
  });
  return makeSgf([makeTree(record)]);
}
