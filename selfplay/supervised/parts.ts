import { fail, ok, type Failure, type Result } from '../../engine/result.js';
import type { Corpus } from '../corpus/corpus.js';
import { PositionSet } from '../corpus/positions.js';
import { gamesOfPart, type Split } from '../corpus/split.js';

/** The positions of a corpus that a training uses. */
export interface Parts {
  readonly training: PositionSet;
  readonly validation: PositionSet;
  /** Games to learn from. */
  readonly games: number;
}

/** Divides a corpus. ERR_GAMES_FEW where no game is left to learn from, or to check with. */
export function partsOf(corpus: Corpus, split: Split): Result<Parts, Failure<'ERR_GAMES_FEW'>> {
  const games = gamesOfPart(corpus, 'training', split);
  const training = new PositionSet(corpus, games);
  const validation = new PositionSet(corpus, gamesOfPart(corpus, 'validation', split));
  if (training.size > 0 && validation.size > 0) {
    return ok({ training, validation, games: games.length });
  }
  const what = training.size > 0 ? 'to check with' : 'to learn from';
  const remedy = 'give more games, or change the settings split.validation and split.test';
  return fail('ERR_GAMES_FEW', `of ${corpus.games} games none is left ${what}: ${remedy}`);
}
