import { fail, ok, type Result } from '../../engine/result.js';

/** The next piece of a command line: blanks, an escaped character, quoted text, or plain text. */
const PIECE = /([ \t\n]+)|\\([^])|'([^']*)'|"((?:[^"\\]|\\[^])*)"|([^ \t\n\\'"]+)/y;

/** A match of it: all, blanks, escaped, singly and doubly quoted, plain. */
type Piece = readonly (string | undefined)[];

/** What a shell would not take literally: operators, expansions; and at a word's start, comments. */
const UNQUOTED = /[|&;<>()$`]/;
const UNQUOTED_FIRST = /^[~#]/;
const DOUBLY_QUOTED = /^(?:[^\\$`]|\\[^])*[$`]/;

/**
 * Splits a command line into words, the program first, with the quoting of a POSIX shell (2.2), but no
 * shell runs: nothing is expanded, and wildcards are literal. `ERR_COMMAND_EMPTY`;
 * `ERR_COMMAND_QUOTE` for a quote left open; `ERR_COMMAND_SHELL` for what only a shell could do.
 * (https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html)
 */
export function splitCommand(text: string): Result<string[]> {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < text.length; at = PIECE.lastIndex) {
    PIECE.lastIndex = at;
    const piece: Piece | null = PIECE.exec(text);
    if (piece === null) return fail('ERR_COMMAND_QUOTE', `a quote is not closed in: ${text}`);
    if (piece[2] === '\n') continue; // The line goes on.
    if (piece[1] === undefined) {
      if (isForShell(piece, word === undefined)) return fail('ERR_COMMAND_SHELL', noShell(text));
      word = (word ?? '') + literal(piece);
    } else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  if (word !== undefined) words.push(word);
  if (words.length > 0) return ok(words);
  return fail('ERR_COMMAND_EMPTY', `no program is named: a command is like 'gnugo --mode gtp'`);
}

/** The text that a piece other than blanks stands for. */
function literal([, , escaped, single, double, plain]: Piece): string {
  if (escaped !== undefined) return escaped;
  if (double === undefined) return single ?? plain ?? '';
  return double.replace(/\\([$`"\\\n])/g, (_, after: string) => (after === '\n' ? '' : after));
}

/** Whether a shell would do something with it; `first` if it begins a word. */
function isForShell([, , , , double, plain]: Piece, first: boolean): boolean {
  if (double !== undefined) return DOUBLY_QUOTED.test(double);
  if (plain === undefined) return false;
  return UNQUOTED.test(plain) || (first && UNQUOTED_FIRST.test(plain));
}

function noShell(text: string): string {
  return `no shell runs the command, so no ~, $, | and the like may be in it: write paths out, put what is meant literally in single quotes, or the command in a script: ${text}`;
}
