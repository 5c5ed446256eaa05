import { ok, type Result } from '../../engine/result.js';
import { PUCT_SETTINGS } from '../../engine/search/settings.js';
import type { ContestantSpec } from '../match/contestant-spec.js';
import type { Searching } from '../match/parse-contestant.js';

/** How much each variant may think about a move: so many visits, or milliseconds. */
export type Budget = { readonly visits: number } | { readonly time: number };

/** A player of a comparison. */
export interface NamedVariant {
  /** What it is called in the table: of a run, which of its networks that is. */
  readonly name: string;
  readonly spec: ContestantSpec;
}

/** Rollout policies that uniform UCT is compared with. */
const ROLLOUTS = ['patterns', 'linear', 'tree'];

/** What the usual variants are made of, as names of contestants. */
export interface Ingredients {
  /** A dual network: a run, or a file. */
  readonly champion?: string;
  /** A policy network and a value network that go together. */
  readonly policy?: string;
  readonly value?: string;
}

/**
 * The names of the variants that AlphaGo's parts make, those for which there are networks: with
 * search as Zero has it, policy only, policy and value, policy and rollouts (λ = 1), both (λ = 0.5),
 * and without any network UCT by every rollout policy.
 */
export function usualVariants({ champion, policy, value }: Ingredients): string[] {
  const dual = champion === undefined ? [] : withRollouts(champion);
  const apart = policy === undefined ? [] : [`best:${policy}`, `${policy}+rollouts+lambda=1`];
  const both =
    policy === undefined || value === undefined
      ? []
      : [`${policy}+value=${value}`, `${policy}+value=${value}+rollouts`];
  return [...dual, ...apart, ...both, 'uct', ...ROLLOUTS.map((name) => `uct:${name}`)];
}

function withRollouts(dual: string): string[] {
  return [dual, `best:${dual}`, `${dual}+rollouts+lambda=1`, `${dual}+rollouts`];
}

/**
 * A variant by its name: any contestant that `resolve` knows, or `uct` and `uct:POLICY`, which get
 * the playouts that others get visits. Programs and `random` think as they please.
 */
export function variantOf(
  name: string,
  budget: Budget,
  resolve: (text: string, searching: Searching) => Result<ContestantSpec>,
): Result<NamedVariant> {
  const visits = 'visits' in budget ? budget.visits : 1;
  const isUct = /^uct(:\D.*)?$/.test(name);
  const text = isUct ? `uct:${visits}${name.slice('uct'.length)}` : name;
  const spec = resolve(text, { visits, search: PUCT_SETTINGS });
  if (!spec.ok) return spec;
  const { value } = spec;
  const isTimed = 'time' in budget && (value.kind === 'network' || isUct);
  return ok({
    name: value.kind === 'network' || value.kind === 'policy' ? value.name : name,
    spec: isTimed ? ({ ...value, time: budget.time } as ContestantSpec) : value,
  });
}
