import { availableParallelism } from 'node:os';
import { ok, type Result } from '../../engine/result.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import type { DeviceChoice } from '../../network/runtime/device.js';
import type { MatchPlan } from '../loop/hold-match.js';
import { championName, Ratings } from '../loop/ratings.js';
import { lockRun } from '../run/lock.js';
import { orFail } from './command-error.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { holdMatch } from './hold.js';
import { gamesAt, readRun, type KnownRun } from './known-run.js';
import { usualAtOnce } from './match-plan.js';
import { scoreText, tallyOf } from './match-text.js';
import { ratingsTable } from './ratings-text.js';
import { numberIn, resolveContestant } from './resolve-contestant.js';
import { say, type Surroundings } from './surroundings.js';

export interface RateOptions {
  /** Numbers of networks; the champion if there are none. */
  readonly network?: readonly number[];
  readonly games?: number;
  readonly threads?: number;
  readonly device: DeviceChoice;
}

/** Games of a match where the run, which is not rated, says none. */
const LEAST_GAMES = 2;

const SEED_STEP = 7919;

/** `selfplay rate RUN`: matches of a run's champions with anchors, added to its ratings. */
export async function rateRun(
  path: string,
  anchors: readonly string[],
  options: RateOptions,
  around: Surroundings,
): Promise<ExitCode> {
  const run = orFail(readRun(path));
  const lock = orFail(lockRun(path));
  try {
    return await rateAll(run, anchors, options, around);
  } finally {
    lock.release();
  }
}

/** A match that is to be held. */
interface Pair {
  readonly network: number;
  readonly opponent: string;
}

async function rateAll(
  run: KnownRun,
  anchors: readonly string[],
  options: RateOptions,
  around: Surroundings,
): Promise<ExitCode> {
  const { rating } = run.settings;
  const ratings = new Ratings(run.folder, rating);
  const networks = options.network ?? [run.state.champion];
  const opponents = anchors.length > 0 ? anchors : rating.anchors;
  const pairs = networks.flatMap((network) => opponents.map((opponent) => ({ network, opponent })));
  let exitCode: ExitCode = EXIT.done;
  for (const pair of pairs) {
    exitCode = await ratePair(run, pair, ratings, options, around);
    if (exitCode !== EXIT.done) break; // what was stopped is no fair sample
  }
  for (const line of ratingsTable(ratings.standings())) say(around.stdout, line);
  return exitCode;
}

async function ratePair(
  run: KnownRun,
  pair: Pair,
  ratings: Ratings,
  options: RateOptions,
  around: Surroundings,
): Promise<ExitCode> {
  const { network, opponent } = pair;
  const title = `${championName(network)} against ${opponent}`;
  // Other games than in all matches before.
  const seed = run.settings.seed + SEED_STEP * (ratings.count + 1);
  const plan = orFail(planOf(run, pair, seed, options, around.searchPath));
  const { results, exitCode } = await holdMatch(plan, { title }, around);
  if (exitCode !== EXIT.done) return exitCode;
  const tally = tallyOf(results);
  const games = gamesAt(run, network);
  ratings.add({ champion: network, games, opponent: playerName(run, opponent), ...tally });
  say(around.stdout, `${title}: ${scoreText(tally)}`);
  return exitCode;
}

/** The name in a run's ratings of an opponent, who may be a champion of the same run. */
function playerName({ folder }: KnownRun, opponent: string): string {
  const number = numberIn(folder, opponent);
  return number === undefined ? opponent : championName(number);
}

function planOf(
  { folder, settings }: KnownRun,
  { network, opponent }: Pair,
  seed: number,
  options: RateOptions,
  searchPath: string,
): Result<MatchPlan> {
  const { visits, games: usual } = settings.rating;
  const searching = { visits, search: settings.play.search };
  const a = resolveContestant(`${folder.path}:${network}`, searching, searchPath);
  if (!a.ok) return a;
  const b = resolveContestant(opponent, searching, searchPath);
  if (!b.ok) return b;
  const games = options.games ?? Math.max(usual, LEAST_GAMES);
  return ok({
    board: settings.board,
    rules: { ...RULE_PRESETS[settings.rules], komi: settings.komi.usual },
    a: a.value,
    b: b.value,
    matchGames: games,
    seed,
    device: options.device,
    searchPath,
    threads: Math.min(options.threads ?? availableParallelism(), games),
    atOnce: usualAtOnce([a.value, b.value]),
  });
}
