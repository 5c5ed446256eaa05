import type { Failure } from '../result.js';
import type { SgfErrorCode } from './errors.js';
import { LineCounter, type LinePlace } from './lines.js';

/** Variations within variations, to that depth. Files of people have a few dozen at most. */
export const MAX_NESTING = 10_000;

/** The most characters of a value. The library's tokenizer fails on a few million. */
export const MAX_VALUE_LENGTH = 1 << 20;

/** The text of one game of a collection, and where it begins. */
export interface GameText extends LinePlace {
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
  /** What is already known to be wrong with it, and where. */
  readonly fault: (Failure<SgfErrorCode> & LinePlace) | undefined;
}

/** What is wrong with a game, and from which offset of the text on. */
type Fault = Failure<SgfErrorCode> & { readonly offset: number };

/** Where a game ends, and what is wrong with it. */
interface Extent {
  readonly end: number;
  readonly fault: Fault | undefined;
}

/**
 * The games of a collection, one after another: each begins with the next `(;` and ends with the
 * parenthesis that closes it; text between games is skipped, as the standard asks. Time and memory
 * are linear in the text's length. Lines must end with `\n` alone.
 *
 * A game that is not closed ends, as broken, where a line begins with `(;` and one of the properties
 * that only a root may have, so that the games after it are still found. Where no such line follows,
 * it takes the rest of the text with it.
 */
export function* splitGames(text: string): Generator<GameText> {
  const lines = new LineCounter(text);
  const headers = new Headers(text);
  const start = /\(\s*;/g;
  let number = 0;
  for (let found = start.exec(text); found !== null; found = start.exec(text)) {
    const { end, fault } = measure(text, found.index, headers.after(found.index));
    number++;
    yield {
      number,
      text: text.slice(found.index, end),
      ...lines.at(found.index),
      fault: fault && { ...fault, ...lines.at(fault.offset) },
    };
    start.lastIndex = end;
  }
}

/** Finds lines that surely begin a game. */
class Headers {
  private readonly pattern = /^[ \t]*\(\s*;\s*(?:GM|FF|SZ|CA|AP)\s*\[[^\]\\\n]{0,40}\]/gm;
  private next = -1;

  constructor(private readonly text: string) {}

  /** Where the first such line after `offset` begins, or the end of the text. For rising offsets. */
  after(offset: number): number {
    if (this.next <= offset) {
      this.pattern.lastIndex = offset + 1;
      this.next = this.pattern.exec(this.text)?.index ?? this.text.length;
    }
    return this.next;
  }
}

/** Follows the parentheses of the game that begins at `start`, up to `limit` at most. */
function measure(text: string, start: number, limit: number): Extent {
  let depth = 0;
  let fault: Fault | undefined;
  for (let i = start; i < limit; i++) {
    const char = text[i];
    if (char === '(') {
      if (++depth > MAX_NESTING) fault ??= tooDeep(i);
    } else if (char === ')') {
      if (--depth === 0) return { end: i + 1, fault };
    } else if (char === '[') {
      const close = closingBracket(text, i);
      if (close < 0 || close >= limit) return { end: limit, fault: fault ?? unclosed('value', i) };
      if (close - i > MAX_VALUE_LENGTH) fault ??= tooLong(i);
      i = close;
    }
  }
  return { end: limit, fault: fault ?? unclosed('game', start) };
}

/** Where the value that begins at `open` ends: the next bracket that is not escaped; −1 if none. */
function closingBracket(text: string, open: number): number {
  let close = text.indexOf(']', open + 1);
  while (close >= 0 && isEscaped(text, close)) close = text.indexOf(']', close + 1);
  return close;
}

/** Whether an odd number of backslashes stands before the character. */
function isEscaped(text: string, offset: number): boolean {
  let first = offset;
  while (text[first - 1] === '\\') first--;
  return (offset - first) % 2 === 1;
}

function unclosed(what: 'game' | 'value', offset: number): Fault {
  const bracket = what === 'game' ? ')' : ']';
  return { code: 'ERR_SGF_UNCLOSED', message: `the ${what} has no closing ${bracket}`, offset };
}

function tooDeep(offset: number): Fault {
  const message = `more than ${MAX_NESTING} variations within each other`;
  return { code: 'ERR_SGF_NESTING', message, offset };
}

function tooLong(offset: number): Fault {
  const message = `the value is longer than ${MAX_VALUE_LENGTH} characters`;
  return { code: 'ERR_SGF_VALUE_LENGTH', message, offset };
}
