import { SLOTS } from './diamond.js';
import { FARTHEST, FIELDS, PLACES, type AnswerName } from './features.js';
import { CONTACTS } from './pattern-code.js';

/** `linear`: what a playout can afford. `tree`: diamonds and distances as well. */
export type RolloutKind = 'linear' | 'tree';

export const ROLLOUT_KINDS: readonly RolloutKind[] = ['linear', 'tree'];

/** The patterns that have weights of their own, as canonical codes, each list rising. */
export interface PatternLists {
  /** 3×3 patterns around the move. */
  readonly patterns: Int32Array;
  /** The same without liberties. */
  readonly shapes: Int32Array;
  /** Diamonds around the last move, with the liberties of its stone. */
  readonly responses: Int32Array;
  /** Diamonds around the move; none in a linear policy. */
  readonly diamonds: Int32Array;
}

/** A softmax policy, learnt: the probability of a move is proportional to exp(Σ its features' weights). */
export interface RolloutWeights extends PatternLists {
  readonly kind: RolloutKind;
  /** As {@link layoutOf} lays them out. */
  readonly values: Float32Array;
}

/** The groups of features; those of an answer to the last move are fields of one word. */
export type GroupName =
  | 'pattern'
  | 'shape'
  | 'contact'
  | 'place'
  | 'selfAtari'
  | AnswerName
  | 'response'
  | 'diamond'
  | 'last'
  | 'before';

/** Where each group begins in the list of weights, and how long the list is. */
export type Layout = Readonly<Record<GroupName | 'size', number>>;

/**
 * How the weights of a policy with those patterns lie: a pattern's at its place in its list, the next
 * place for all that are not listed; a response has one for each slot of its diamond.
 */
export function layoutOf({ patterns, shapes, responses, diamonds }: PatternLists): Layout {
  const lengths: Record<GroupName, number> = {
    pattern: patterns.length + 1,
    shape: shapes.length + 1,
    contact: CONTACTS,
    place: PLACES,
    selfAtari: 2,
    ...(Object.fromEntries(FIELDS.map(({ name, bits }) => [name, 1 << bits])) as Record<
      AnswerName,
      number
    >),
    response: (responses.length + 1) * SLOTS,
    diamond: diamonds.length + 1,
    last: FARTHEST + 1,
    before: FARTHEST + 1,
  };
  let size = 0;
  const starts = Object.entries(lengths).map(([name, length]) => {
    size += length;
    return [name, size - length] as const;
  });
  return { ...(Object.fromEntries(starts) as Record<GroupName, number>), size };
}
