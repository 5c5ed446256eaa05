import { Board } from '../../engine/board.js';
import { fail, type Result } from '../../engine/result.js';
import { RULE_PRESETS, type RulePreset, type Rules } from '../../engine/rules.js';
import type { DeviceChoice } from '../../network/runtime/device.js';
import { identify, type Player } from '../compare/player.js';
import type { RoundRobinPlan } from '../compare/round-robin.js';
import { usualVariants, variantOf, type Budget, type NamedVariant } from '../compare/variants.js';
import type { ContestantSpec } from '../match/contestant-spec.js';
import { usualKomi } from '../settings/for-board.js';
import { usualAtOnce } from './match-plan.js';
import { resolveContestant } from './resolve-contestant.js';

/** What `selfplay compare` is asked for. */
export interface CompareOptions {
  readonly champion?: string;
  readonly policy?: string;
  readonly valueNetwork?: string;
  readonly games: number;
  readonly visits?: number;
  readonly time?: number;
  readonly out: string;
  readonly board: number;
  readonly komi?: number;
  readonly rules?: RulePreset;
  readonly threads?: number;
  readonly atOnce?: number;
  readonly device: DeviceChoice;
  readonly seed: number;
}

/** Who is to play, by the names of a command line; failures of names and files. */
export function choosePlayers(
  given: readonly string[],
  options: CompareOptions,
  searchPath: string,
): Result<Player[]> {
  const variants: NamedVariant[] = [];
  for (const name of namesOf(given, options)) {
    const variant = variantOf(name, budgetOf(options), (text, searching) =>
      resolveContestant(text, searching, searchPath),
    );
    if (!variant.ok) return variant;
    variants.push(variant.value);
  }
  const players = identify(variants, Board.of(options.board, options.board));
  if (!players.ok || players.value.length > 1) return players;
  return fail('ERR_USAGE', 'a comparison needs two different players at least');
}

/** The variants that were named, and the usual ones of the networks that are given. */
function namesOf(given: readonly string[], options: CompareOptions): string[] {
  const { champion, policy, valueNetwork: value } = options;
  if (champion === undefined && policy === undefined) return [...given];
  const ingredients = {
    ...(champion !== undefined && { champion }),
    ...(policy !== undefined && { policy }),
    ...(value !== undefined && { value }),
  };
  return [...given, ...usualVariants(ingredients)];
}

function budgetOf({ visits = 100, time }: Pick<CompareOptions, 'visits' | 'time'>): Budget {
  return time === undefined ? { visits } : { time };
}

/** What all games have in common. */
export function termsOf(options: Omit<CompareOptions, 'out'>): {
  board: number;
  rules: Rules;
  budget: Budget;
  seed: number;
} {
  const { board, rules = 'tromp-taylor', komi = usualKomi(board), seed } = options;
  return { board, rules: { ...RULE_PRESETS[rules], komi }, budget: budgetOf(options), seed };
}

/** How the players meet. Processes of programs are few, and by the clock games are played one by one. */
export function planComparison(
  options: Omit<CompareOptions, 'out'>,
  threads: number,
  searchPath: string,
): RoundRobinPlan {
  const { board, rules, seed } = termsOf(options);
  const { games, device, time, atOnce } = options;
  const atOnceFor = (specs: readonly ContestantSpec[]): number =>
    atOnce ?? (time === undefined ? usualAtOnce(specs) : 1);
  return { board, rules, seed, device, games, searchPath, threads, atOnceFor };
}
