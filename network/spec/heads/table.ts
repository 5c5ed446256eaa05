import type { Head } from './head.js';
import { POLICY_HEADS } from './policy.js';
import { OWNERSHIP_HEADS, SCORE_HEADS, VALUE_HEADS } from './value.js';

/** What a network can be asked for. */
export const HEAD_NAMES = ['policy', 'value', 'ownership', 'score'] as const;
export type HeadName = (typeof HEAD_NAMES)[number];

/** For each answer, the heads that a spec can name. */
export const HEADS: Readonly<Record<HeadName, Readonly<Record<string, Head>>>> = {
  policy: POLICY_HEADS,
  value: VALUE_HEADS,
  ownership: OWNERSHIP_HEADS,
  score: SCORE_HEADS,
};
