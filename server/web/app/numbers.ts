import type { ColorName } from '../../messages/common.js';

/** A share as whole per cents: `53 %`. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** A share in per cents with one digit, without the sign. */
export function percents(share: number): string {
  return (share * 100).toFixed(1);
}

/** A count in little room: `950`, `1.2k`, `34k`, `1.5M`. */
export function short(count: number): string {
  if (count < 1000) return String(Math.round(count));
  if (count < 999_500) return `${scaled(count / 1000)}k`;
  return `${scaled(count / 1_000_000)}M`;
}

function scaled(value: number): string {
  return value < 9.95 ? value.toFixed(1) : String(Math.round(value));
}

/** A number with its sign, which is a real minus: `+3.5`, `−0.5`, `0`. */
export function signed(value: number, digits = 1): string {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return '0';
  return (value < 0 ? '−' : '+') + text;
}

/** Who leads by how much, from Black's lead: `B+3.5`, `W+0.5`, `even`. */
export function lead(score: number): string {
  const text = Math.abs(score).toFixed(1);
  if (text === '0.0') return 'even';
  return `${score > 0 ? 'B' : 'W'}+${text}`;
}

/** A chance of Black's winning as `color` sees it. */
export function seenBy(color: ColorName, winrate: number): number {
  return color === 'black' ? winrate : 1 - winrate;
}

/** Black's lead in points as `color` sees it. */
export function scoreSeenBy(color: ColorName, score: number): number {
  return color === 'black' ? score : -score;
}

/** A result as SGF writes it, in words: `Black wins by 3.5 points`. */
export function resultInWords(result: string): string {
  if (result === '0') return 'A draw';
  const match = /^([BW])\+(.*)$/.exec(result);
  if (match === null) return 'No result';
  const [, winner, by] = match;
  const name = winner === 'B' ? 'Black' : 'White';
  if (by === 'R') return `${name} wins by resignation`;
  if (by === 'T') return `${name} wins on time`;
  if (by === 'F') return `${name} wins by forfeit`;
  if (by === '') return `${name} wins`;
  return `${name} wins by ${by} ${by === '1' ? 'point' : 'points'}`;
}

/** The name of a colour, to begin a line with. */
export function colorName(color: ColorName): string {
  return color === 'black' ? 'Black' : 'White';
}

/** The other colour. */
export function otherColor(color: ColorName): ColorName {
  return color === 'black' ? 'white' : 'black';
}
