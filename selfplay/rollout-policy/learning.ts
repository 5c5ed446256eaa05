import { setImmediate as breathe } from 'node:timers/promises';
import { Random } from '../../engine/random.js';
import { PatternClasses, RolloutTables } from '../../engine/rollouts/tables.js';
import { layoutOf, type RolloutKind, type RolloutWeights } from '../../engine/rollouts/weights.js';
import type { Corpus } from '../corpus/corpus.js';
import { Adagrad } from './adagrad.js';
import { emptyTally, Likelihood, type Tally } from './likelihood.js';
import { PatternCounts } from './pattern-counts.js';

/** How a rollout policy is learnt. */
export interface LearningSettings {
  readonly kind: RolloutKind;
  /** How often a pattern must be met to have weights of its own. */
  readonly least: number;
  /** How often all games are gone through. */
  readonly passes: number;
  /** Games between steps. */
  readonly batch: number;
  /** The rate of Adagrad, and the c of c‖θ‖² in the loss of a move. */
  readonly rate: number;
  readonly l2: number;
  readonly seed: number;
}

export const USUAL_LEARNING: Omit<LearningSettings, 'kind' | 'least' | 'passes' | 'seed'> = {
  batch: 32,
  rate: 0.3,
  l2: 1e-7,
};

/** How far a learning is. */
export interface LearningStatus {
  /** 0 while patterns are counted. */
  readonly pass: number;
  /** Games gone through in this pass, and of how many. */
  readonly done: number;
  readonly games: number;
  /** Of this pass so far. */
  readonly tally: Readonly<Tally>;
}

/** Learning a softmax policy from games, by the likelihood of their moves (Silver et al. 2016). */
export class RolloutLearning {
  private now: LearningStatus;
  private readonly games: Uint32Array;
  private readonly random: Random;

  constructor(
    private readonly corpus: Corpus,
    games: Uint32Array,
    private readonly settings: LearningSettings,
  ) {
    this.games = games.slice();
    this.random = new Random(settings.seed);
    this.now = { pass: 0, done: 0, games: games.length, tally: emptyTally() };
  }

  get status(): LearningStatus {
    return this.now;
  }

  /**
   * Counts patterns, then goes through the games again and again. Tells the weights after each pass;
   * ends early, with what it has, when `stop` says so.
   */
  async learn(
    stop: () => boolean,
    onPass: (weights: RolloutWeights, status: LearningStatus) => void,
  ): Promise<void> {
    const { settings } = this;
    const lists = await this.countPatterns(stop);
    const values = new Float64Array(layoutOf(lists).size);
    const descent = new Adagrad(values, settings.rate, settings.l2);
    const classes = new PatternClasses(lists);
    const weights = (): RolloutWeights => ({
      kind: settings.kind,
      ...lists,
      values: Float32Array.from(values),
    });
    const tables = new RolloutTables(weights(), classes);
    const likelihood = new Likelihood(this.corpus.board, tables, classes);
    for (let pass = 1; pass <= settings.passes && !stop(); pass++) {
      await this.goThrough(pass, stop, (batch) => {
        likelihood.clear();
        for (const game of batch) likelihood.add(this.corpus, game, true);
        likelihood.settle();
        descent.step(likelihood.gradient, likelihood.tally.moves);
        tables.update(values, classes);
        return likelihood.tally;
      });
      onPass(weights(), this.now);
    }
  }

  private async countPatterns(stop: () => boolean): Promise<ReturnType<PatternCounts['lists']>> {
    const counts = new PatternCounts(this.corpus.board, this.settings.kind);
    await this.goThrough(0, stop, (batch) => {
      for (const game of batch) counts.add(this.corpus, game);
      return emptyTally();
    });
    return counts.lists(this.settings.least);
  }

  /** All games in another order, batch by batch. */
  private async goThrough(
    pass: number,
    stop: () => boolean,
    work: (games: Uint32Array) => Readonly<Tally>,
  ): Promise<void> {
    const { games, settings } = this;
    shuffle(games, this.random);
    const tally = emptyTally();
    for (let done = 0; done < games.length && !stop(); done += settings.batch) {
      addTally(tally, work(games.subarray(done, done + settings.batch)));
      const reached = Math.min(games.length, done + settings.batch);
      this.now = { pass, done: reached, games: games.length, tally };
      await breathe();
    }
  }
}

/** How well weights foretell the moves of games. */
export function measureRollout(
  weights: RolloutWeights,
  corpus: Corpus,
  games: Uint32Array,
): Readonly<Tally> {
  const classes = new PatternClasses(weights);
  const tables = new RolloutTables(weights, classes);
  const likelihood = new Likelihood(corpus.board, tables, classes);
  for (const game of games) likelihood.add(corpus, game, false);
  return likelihood.tally;
}

function addTally(sum: Tally, tally: Readonly<Tally>): void {
  for (const name of Object.keys(sum) as (keyof Tally)[]) sum[name] += tally[name];
}

function shuffle(games: Uint32Array, random: Random): void {
  for (let i = games.length - 1; i > 0; i--) {
    const j = Math.floor(random.float() * (i + 1));
    [games[i], games[j]] = [games[j], games[i]];
  }
}
