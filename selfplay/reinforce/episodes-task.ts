import type { MessagePort } from 'node:worker_threads';
import { Board } from '../../engine/board.js';
import { RULE_PRESETS, type Rules } from '../../engine/rules.js';
import type { SavedNetwork } from '../../network/files/saved-network.js';
import type { NetworkEvaluator } from '../../network/evaluator/network-evaluator.js';
import { randomOf } from '../play/game-plan.js';
import { openSaved, openShared } from '../play/open-saved.js';
import { colorOfLearner, playEpisode, type Episode, type Table } from './game.js';
import { GradientModel } from './gradient-model.js';
import { advantagesOver, pullsOf, weighed } from './pulls.js';
import type { Baseline, ReinforceSettings } from './settings.js';
import { SpreadTally, type Spread } from './spread.js';

/** Games of one update that one thread is to play. */
export interface EpisodesTask {
  readonly settings: ReinforceSettings;
  /** Their numbers, counted from the beginning of the training. */
  readonly games: readonly number[];
  readonly learner: SavedNetwork;
  readonly opponent: SavedNetwork;
  /** What tells v(s), where it is asked for. */
  readonly value?: SavedNetwork | undefined;
  /** The mean outcome against this opponent in the updates before. */
  readonly mean: number;
  /** Under which baselines gradients are computed. */
  readonly baselines: readonly Baseline[];
  /** One word, not 0 when games are to be left. */
  readonly stop: SharedArrayBuffer;
  /** Told of every game, when it is over and when its gradient has been computed. */
  readonly port: MessagePort;
}

/** What became of a game. */
export type EpisodeMessage = 'played' | 'computed';

/** What came of them. */
export interface EpisodesReport {
  /** Games that the learner won, drew and lost. */
  readonly wins: number;
  readonly draws: number;
  readonly losses: number;
  /** Moves of all games together. */
  readonly moves: number;
  readonly spreads: Readonly<Partial<Record<Baseline, Spread>>>;
}

/** The gradient's model of this thread, kept from task to task while networks are of one kind. */
let kept: { readonly key: string; readonly model: Promise<GradientModel> } | undefined;

function gradientModel({ spec }: SavedNetwork, board: Board): Promise<GradientModel> {
  const key = JSON.stringify([spec, board.toString()]);
  if (kept?.key !== key) kept = { key, model: GradientModel.open(spec, board) };
  return kept.model;
}

/**
 * Plays games of one update, all at once, and computes the gradient of each. Undefined where it was
 * told to stop. @throws Error where a network cannot be computed.
 */
export async function playEpisodes(task: EpisodesTask): Promise<EpisodesReport | undefined> {
  try {
    return await reportOf(task);
  } finally {
    task.port.close();
  }
}

async function reportOf(task: EpisodesTask): Promise<EpisodesReport | undefined> {
  const { settings } = task;
  const board = Board.of(settings.board, settings.board);
  const rules = { ...RULE_PRESETS[settings.rules], komi: settings.komi };
  const episodes = await playAll(task, board, rules);
  if (episodes === undefined) return undefined;
  const model = await gradientModel(task.learner, board);
  const value = task.value && (await openSaved(task.value, 'value', board, 64));
  try {
    const gradients = new EpisodeGradients(task, model, value, board, rules);
    for (const episode of episodes) {
      if (isStopped(task)) return undefined;
      await gradients.add(episode);
      tell(task, 'computed');
    }
    return { ...tallyOf(episodes), spreads: gradients.spreads };
  } finally {
    await value?.close();
  }
}

function isStopped({ stop }: EpisodesTask): boolean {
  return Atomics.load(new Int32Array(stop), 0) !== 0;
}

function tell({ port }: EpisodesTask, message: EpisodeMessage): void {
  port.postMessage(message);
}

async function playAll(
  task: EpisodesTask,
  board: Board,
  rules: Rules,
): Promise<Episode[] | undefined> {
  const { settings, games, learner, opponent } = task;
  const table: Table = {
    board,
    rules,
    longest: settings.longestGame * board.area,
    learner: await openShared(learner, 'learner', board, games.length),
    opponent: await openShared(opponent, 'opponent', board, games.length),
    isStopped: () => isStopped(task),
  };
  try {
    const played = await Promise.all(
      games.map(async (game) => {
        const random = randomOf(settings.seed, game, 0);
        const episode = await playEpisode(table, colorOfLearner(game), random);
        if (episode !== undefined) tell(task, 'played');
        return episode;
      }),
    );
    const whole = played.filter((episode) => episode !== undefined);
    return whole.length === games.length ? whole : undefined;
  } finally {
    await Promise.all([table.learner.close(), table.opponent.close()]);
  }
}

/** The gradients −Σ ∇ log π(a|s) · (z − b) of games, under several baselines b. */
class EpisodeGradients {
  private readonly tallies = new Map<Baseline, SpreadTally>();

  constructor(
    private readonly task: EpisodesTask,
    private readonly model: GradientModel,
    private readonly value: NetworkEvaluator | undefined,
    private readonly board: Board,
    private readonly rules: Rules,
  ) {
    const { weights } = task.learner;
    const learned = new Map(model.learned.map(({ name }) => [name, weights.get(name)!]));
    for (const baseline of task.baselines) this.tallies.set(baseline, SpreadTally.like(learned));
  }

  get spreads(): Partial<Record<Baseline, Spread>> {
    return Object.fromEntries([...this.tallies].map(([name, { spread }]) => [name, spread]));
  }

  async add(episode: Episode): Promise<void> {
    const { task, model, board, rules, tallies } = this;
    const { weights, planes } = task.learner;
    if (episode.decisions.length === 0) return;
    const pulls = pullsOf(episode, board, rules, planes);
    if (tallies.has('none') || tallies.has('mean')) {
      // One advantage for the whole game: the same gradient serves for both.
      const gradient = await model.gradient(weights, pulls);
      tallies.get('none')?.add(gradient, episode.outcome);
      tallies.get('mean')?.add(gradient, episode.outcome - task.mean);
    }
    if (this.value === undefined || !tallies.has('value')) return;
    const advantages = await advantagesOver(this.value, episode, board, rules);
    tallies.get('value')!.add(await model.gradient(weights, weighed(pulls, advantages)));
  }
}

function tallyOf(episodes: readonly Episode[]): Omit<EpisodesReport, 'spreads'> {
  const count = (z: number): number => episodes.filter(({ outcome }) => outcome === z).length;
  const moves = episodes.reduce((sum, episode) => sum + episode.moves.length, 0);
  return { wins: count(1), draws: count(0), losses: count(-1), moves };
}
