import { BLACK, WHITE, type Color } from '../../engine/color.js';
import { parseVertex } from '../../engine/coordinates.js';
import { parseReal } from '../../engine/real.js';
import { fail, ok, type Result } from '../../engine/result.js';
import type { Session } from '../session/session.js';

/** The words of a command that have not been read yet. */
export class Words {
  private at = 0;

  constructor(private readonly words: readonly string[]) {}

  /** The next word, undefined after the last. */
  peek(): string | undefined {
    return this.words.at(this.at);
  }

  next(): string | undefined {
    const word = this.words.at(this.at);
    this.at++;
    return word;
  }

  rest(): readonly string[] {
    const words = this.words.slice(this.at);
    this.at = this.words.length;
    return words;
  }
}

/** Reads one argument, or several. What it cannot read is an error in the specification's words. */
export type Reader<T> = (words: Words, session: Session) => Result<T>;

const COLORS: Readonly<Record<string, Color>> = { b: BLACK, black: BLACK, w: WHITE, white: WHITE };

/** What cannot be read at all. */
export function syntaxError(): Result<never> {
  return fail('ERR_GTP_SYNTAX', 'syntax error');
}

/** `b`, `black`, `w` or `white`, in any case. */
export const color: Reader<Color> = (words) => {
  const key = (words.next() ?? '').toLowerCase();
  return Object.hasOwn(COLORS, key)
    ? ok(COLORS[key])
    : fail('ERR_GTP_COLOR', 'invalid color or coordinate: a color is b, w, black or white');
};

/** Whether a word is a colour. */
export function isColor(word: string | undefined): boolean {
  return word !== undefined && Object.hasOwn(COLORS, word.toLowerCase());
}

/** A vertex of the board, or `pass`. */
export const vertex: Reader<number> = (words, session) => {
  const read = parseVertex(session.game.board, words.next() ?? '');
  if (read.ok) return read;
  return fail(read.error.code, `invalid color or coordinate: ${read.error.message}`);
};

/** A whole number, as GTP 2 has it: 0 to 2³¹ − 1. */
export const integer: Reader<number> = (words) => {
  const text = words.next() ?? '';
  const value = Number(text);
  return /^\d{1,10}$/.test(text) && value < 2 ** 31 ? ok(value) : syntaxError();
};

/** A decimal number. */
export const real: Reader<number> = (words) => {
  const value = parseReal(words.next() ?? '');
  return value === undefined ? syntaxError() : ok(value);
};

/** A number of seconds, not negative; read as milliseconds. */
export const seconds: Reader<number> = (words, session) => {
  const value = real(words, session);
  if (!value.ok) return value;
  return value.value >= 0 ? ok(1000 * value.value) : syntaxError();
};

/** One word. */
export const word: Reader<string> = (words) => {
  const text = words.next();
  return text === undefined ? syntaxError() : ok(text);
};

/** All that is left, with one space between words: a file's name, or JSON. May be empty. */
export const text: Reader<string> = (words) => ok(words.rest().join(' '));

/** What another reader reads, or `otherwise` where there are no more words. */
export function optional<T, U>(reader: Reader<T>, otherwise: U): Reader<T | U> {
  return (words, session) => (words.peek() === undefined ? ok(otherwise) : reader(words, session));
}

/** Everything that is left, by one reader again and again. */
export function list<T>(reader: Reader<T>): Reader<readonly T[]> {
  return (words, session) => {
    const all: T[] = [];
    while (words.peek() !== undefined) {
      const one = reader(words, session);
      if (!one.ok) return one;
      all.push(one.value);
    }
    return ok(all);
  };
}

/** A colour and a vertex. */
export const move: Reader<{ readonly color: Color; readonly point: number }> = (words, session) => {
  const player = color(words, session);
  if (!player.ok) return player;
  const point = vertex(words, session);
  return point.ok ? ok({ color: player.value, point: point.value }) : point;
};
