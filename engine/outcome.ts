import { BLACK, WHITE, type Color } from './color.js';
import { parseReal } from './real.js';
import { fail, ok, type Result } from './result.js';

/** How a game was won: by so many points (more than 0), by an event, or in a way not told. */
export type WonBy = number | 'resign' | 'time' | 'forfeit' | 'untold';

/**
 * How a game ended. `void`: ended without a result, as by a triple ko. `unknown`: not ended, or
 * nobody wrote it down.
 */
export type Outcome =
  | { readonly kind: 'win'; readonly winner: Color; readonly by: WonBy }
  | { readonly kind: 'draw' }
  | { readonly kind: 'void' }
  | { readonly kind: 'unknown' };

export const DRAW: Outcome = { kind: 'draw' };
export const VOID: Outcome = { kind: 'void' };
export const UNKNOWN: Outcome = { kind: 'unknown' };

/** A win of that player. */
export function win(winner: Color, by: WonBy): Outcome {
  return { kind: 'win', winner, by };
}

/** The outcome of a finished game from its score: White's points less Black's, komi counted. */
export function outcomeOfScore(score: number): Outcome {
  if (score === 0) return DRAW;
  return win(score > 0 ? WHITE : BLACK, Math.abs(score));
}

const WHOLE: Readonly<Record<string, Outcome>> = {
  '': UNKNOWN,
  '?': UNKNOWN,
  '0': DRAW,
  draw: DRAW,
  jigo: DRAW,
  void: VOID,
};

const EVENTS: Readonly<Record<string, WonBy>> = {
  '': 'untold',
  r: 'resign',
  resign: 'resign',
  t: 'time',
  time: 'time',
  f: 'forfeit',
  forfeit: 'forfeit',
};

/**
 * Reads a result as SGF's property RE writes it, in any case: `B+1.5`, `W+R`, `0`, `Void`, `?`.
 * A comma will do for the decimal point, and a win by 0 is a draw. `ERR_OUTCOME`.
 * (https://www.red-bean.com/sgf/properties.html#RE)
 */
export function parseOutcome(text: string): Result<Outcome> {
  const key = text.trim().toLowerCase();
  if (Object.hasOwn(WHOLE, key)) return ok(WHOLE[key]);
  const match = /^([bw])\+(.*)$/.exec(key);
  const by = match === null ? undefined : parseWonBy(match[2]);
  if (match === null || by === undefined) {
    return fail('ERR_OUTCOME', `'${text}' is not a result: one is like B+1.5, W+R, 0, Void or ?`);
  }
  return ok(by === 0 ? DRAW : win(match[1] === 'b' ? BLACK : WHITE, by));
}

/** How the game was won, from the text after the plus sign; undefined if it does not say. */
function parseWonBy(text: string): WonBy | undefined {
  if (Object.hasOwn(EVENTS, text)) return EVENTS[text];
  return /^[-+]/.test(text) ? undefined : parseReal(text);
}

/** The result as SGF's property RE writes it. */
export function makeOutcome(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'win':
      return `${outcome.winner === BLACK ? 'B' : 'W'}+${makeWonBy(outcome.by)}`;
    case 'draw':
      return '0';
    case 'void':
      return 'Void';
    case 'unknown':
      return '?';
  }
}

function makeWonBy(by: WonBy): string {
  switch (by) {
    case 'resign':
      return 'R';
    case 'time':
      return 'T';
    case 'forfeit':
      return 'F';
    case 'untold':
      return '';
    default:
      return String(by);
  }
}
