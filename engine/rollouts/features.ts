/*
 * The features of a softmax policy, and how its weights are laid out: one list of numbers, group after
 * group. A move's logit is the sum of the weights of its features; a feature that a move has not is
 * number 0 of its group where the group says so, and weighs nothing.
 *
 * After the rollout and tree policies of Silver et al. 2016, extended data table 4.
 */

/** A field of the word that says what a move is to the last one: so many bits, 0 for nothing. */
export interface Field {
  readonly name: AnswerName;
  readonly at: number;
  readonly bits: number;
}

export type AnswerName =
  'neighbour' | 'escape' | 'rescue' | 'retake' | 'attack' | 'defence' | 'nakade';

/** What a move may be as an answer to the last one; see answers.ts. */
export const FIELDS: readonly Field[] = [
  /** 1 beside it, 2 at its corner, 3 two steps away. */
  { name: 'neighbour', at: 0, bits: 2 },
  /** Extends a chain that it has put in atari: 1 to 3 stones or more, 3 more where that gets away. */
  { name: 'escape', at: 2, bits: 3 },
  /** Takes a chain that touches one it has put in atari, of 1 to 3 stones or more. */
  { name: 'rescue', at: 5, bits: 2 },
  /** Takes the chain of the last stone, of 1 to 3 stones or more. */
  { name: 'retake', at: 7, bits: 2 },
  /** Leaves the chain of the last stone one liberty of two. */
  { name: 'attack', at: 9, bits: 1 },
  /** On a liberty of a chain that it has left two. */
  { name: 'defence', at: 10, bits: 1 },
  /** In the middle of a nakade where it has taken stones. */
  { name: 'nakade', at: 11, bits: 1 },
];

/** How many values the word of all fields has. */
export const ANSWERS = 1 << 12;

/** The value that a word has in a field. */
export function fieldOf(word: number, { at, bits }: Field): number {
  return (word >>> at) & ((1 << bits) - 1);
}

/** Distance from an edge that counts: the sixth line and further in are one. */
const LINES = 6;

/** How many places a board has: the lines of a point from both edges, the nearer first. */
export const PLACES = (LINES * (LINES + 1)) / 2;

/** The place of a point by its distances, from 0, to the nearest edges across and along. */
export function placeOf(across: number, along: number): number {
  const near = Math.min(across, along, LINES - 1);
  const far = Math.min(Math.max(across, along), LINES - 1);
  return (far * (far + 1)) / 2 + near;
}

/** Distances |dx| + |dy| + max(|dx|, |dy|) that are told apart (Coulom 2007): up to this, and more. */
export const FARTHEST = 17;

/** That distance, from 0 to {@link FARTHEST}. */
export function distance(dx: number, dy: number): number {
  const x = Math.abs(dx);
  const y = Math.abs(dy);
  return Math.min(FARTHEST, x + y + Math.max(x, y));
}
