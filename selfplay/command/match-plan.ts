import { availableParallelism } from 'node:os';
import { ok, type Result } from '../../engine/result.js';
import { RULE_PRESETS, type RulePreset } from '../../engine/rules.js';
import { GUMBEL_SETTINGS, PUCT_SETTINGS } from '../../engine/search/settings.js';
import type { DeviceChoice } from '../../network/runtime/device.js';
import type { MatchPlan } from '../loop/hold-match.js';
import type { ContestantSpec } from '../match/contestant-spec.js';
import type { Searching } from '../match/parse-contestant.js';
import { parseVariant } from '../match/variants.js';
import { readNetworkAt } from '../play/open-evaluator.js';
import { usualKomi } from '../settings/for-board.js';
import { readRun } from './known-run.js';
import { isRun, resolveContestant } from './resolve-contestant.js';

export interface MatchOptions {
  readonly games: number;
  readonly visits: number;
  readonly search: 'puct' | 'gumbel';
  readonly board?: number;
  readonly komi?: number;
  readonly rules?: RulePreset;
  readonly threads?: number;
  readonly atOnce?: number;
  readonly device: DeviceChoice;
  readonly seed: number;
  readonly sgf?: string;
}

/** What is played: side of the board, rules, komi. */
interface Terms {
  readonly board: number;
  readonly rules: RulePreset;
  readonly komi: number;
}

/** Games at once in each thread: for a full batch, or as many processes of a program. */
const AT_ONCE = 16;
const PROGRAMS_AT_ONCE = 2;

/**
 * The match of two contestants by their names. What options leave open is taken from a run that
 * plays, else from a network's board. ERR_CONTESTANT, or as of the files.
 */
export async function planMatch(
  names: readonly [a: string, b: string],
  options: MatchOptions,
  searchPath: string,
): Promise<Result<MatchPlan>> {
  const searching = searchingOf(options);
  const a = resolveContestant(names[0], searching, searchPath);
  if (!a.ok) return a;
  const b = resolveContestant(names[1], searching, searchPath);
  if (!b.ok) return b;
  const terms = await termsOf(names, [a.value, b.value], options);
  if (!terms.ok) return terms;
  const { board, rules, komi } = terms.value;
  const { games, seed, device } = options;
  return ok({
    board,
    rules: { ...RULE_PRESETS[rules], komi },
    a: a.value,
    b: b.value,
    matchGames: games,
    seed,
    device,
    searchPath,
    threads: Math.min(options.threads ?? availableParallelism(), games),
    atOnce: options.atOnce ?? usualAtOnce([a.value, b.value]),
  });
}

/** How many games a thread plays at once where nothing is said. */
export function usualAtOnce(contestants: readonly ContestantSpec[]): number {
  return contestants.some(({ kind }) => kind === 'program') ? PROGRAMS_AT_ONCE : AT_ONCE;
}

function searchingOf({ visits, search }: MatchOptions): Searching {
  return { visits, search: search === 'puct' ? PUCT_SETTINGS : GUMBEL_SETTINGS };
}

async function termsOf(
  names: readonly string[],
  specs: readonly ContestantSpec[],
  options: MatchOptions,
): Promise<Result<Terms>> {
  const known = await knownTerms(names, specs);
  if (!known.ok) return known;
  const board = options.board ?? known.value.board ?? 9;
  const usual = known.value.board === board ? known.value.komi : undefined;
  const komi = options.komi ?? usual ?? usualKomi(board);
  return ok({ board, komi, rules: options.rules ?? known.value.rules ?? 'tromp-taylor' });
}

/** What the first run among the contestants plays; without one, the board of the first network. */
async function knownTerms(
  names: readonly string[],
  specs: readonly ContestantSpec[],
): Promise<Result<Partial<Terms>>> {
  const run = names.map(runNamed).find(isRun);
  if (run !== undefined) return termsOfRun(run);
  const network = specs.find((spec) => spec.kind === 'network' || spec.kind === 'policy');
  if (network === undefined) return ok({});
  const saved = await readNetworkAt(network.file);
  return saved.ok ? ok({ board: saved.value.boards[0].width }) : saved;
}

/** The folder that a name may mean, without what says which of its networks plays, and how. */
function runNamed(name: string): string {
  const variant = parseVariant(name);
  return (variant.ok ? variant.value.base : name).replace(/:\d+$/, '');
}

function termsOfRun(path: string): Result<Terms> {
  const run = readRun(path);
  if (!run.ok) return run;
  const { board, rules, komi } = run.value.settings;
  return ok({ board, rules, komi: komi.usual });
}
