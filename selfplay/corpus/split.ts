import * as v from 'valibot';
import type { Corpus } from './corpus.js';
import { HASH_RANGE } from './game-hash.js';

/** What a game is for: to learn from, to watch learning with, or to be judged by at the end. */
export const PARTS = ['training', 'validation', 'test'] as const;
export type Part = (typeof PARTS)[number];

/** Shares of games, in [0, 1), that are held out from learning. */
export interface Split {
  readonly validation: number;
  readonly test: number;
}

const SHARE = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const SPLIT = v.object({ validation: SHARE, test: SHARE });

/** A split that is kept as JSON, as in the history of a network; undefined if that is none. */
export function readSplit(json: unknown): Split | undefined {
  const parsed = v.safeParse(SPLIT, json);
  return parsed.success ? parsed.output : undefined;
}

/**
 * What a game is for, by its hash alone: a game stays where it is however many others come and go,
 * and its copies and reflections go with it.
 */
export function partOf(hash: number, { validation, test }: Split): Part {
  const place = hash / HASH_RANGE;
  if (place < test) return 'test';
  return place < test + validation ? 'validation' : 'training';
}

/** The games of a part, by number. */
export function gamesOfPart(corpus: Corpus, part: Part, split: Split): Uint32Array {
  const games: number[] = [];
  for (let game = 0; game < corpus.games; game++) {
    if (partOf(corpus.data.hashes[game], split) === part) games.push(game);
  }
  return Uint32Array.from(games);
}

/** All games, by number. */
export function allGames(corpus: Corpus): Uint32Array {
  return Uint32Array.from({ length: corpus.games }, (_, game) => game);
}
