/** A command as it was sent: names and arguments in the case they came in. */
export interface Command {
  /** The number before the command, digit by digit as it is to be given back; empty if none. */
  readonly id: string;
  readonly name: string;
  readonly args: readonly string[];
}

/** What a line of input says. `interrupt` is GoGui's comment that ends what is under way. */
export type Line =
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'interrupt' }
  | { readonly kind: 'nothing' };

const NOTHING: Line = { kind: 'nothing' };
const INTERRUPT: Line = { kind: 'interrupt' };

const CONTROLS = /[\x00-\x08\x0a-\x1f\x7f]/g;

/**
 * Reads a line without its end: control characters are dropped, tabs are spaces, `#` begins a
 * comment (Go Text Protocol 2, 2.2). Any text is something; none is an error.
 */
export function parseLine(text: string): Line {
  const plain = text.replace(CONTROLS, '').replaceAll('\t', ' ').trim();
  if (/^# *interrupt *$/.test(plain)) return INTERRUPT;
  const words = plain
    .replace(/#.*$/, '')
    .split(' ')
    .filter((word) => word !== '');
  if (words.length === 0) return NOTHING;
  const hasId = /^\d+$/.test(words[0]);
  const [name = '', ...args] = hasId ? words.slice(1) : words;
  return { kind: 'command', command: { id: hasId ? words[0] : '', name, args } };
}

/** The number that a line begins with, empty if none: for a line too long to be read. */
export function idOf(text: string): string {
  return /^\s*(\d{1,18})\s/.exec(text)?.[1] ?? '';
}
