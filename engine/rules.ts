import { fail, ok, type Result } from './result.js';

/**
 * Which repetitions are forbidden. `simple`: taking a ko back at once. `positional`: any earlier
 * whole-board position. `situational`: any earlier position with the same player to move. The
 * superkos forbid all that `simple` forbids.
 */
export type KoRule = 'simple' | 'positional' | 'situational';

/** `area`: stones and surrounded points. `territory`: surrounded points and prisoners. */
export type Scoring = 'area' | 'territory';

/** What White is given for Black's handicap of N stones: nothing, N points, or N − 1. */
export type HandicapCompensation = 'none' | 'stones' | 'stones-less-one';

/** The rules of a game, as data. */
export interface Rules {
  readonly ko: KoRule;
  /** Whether a move may take off one's own chain of two stones or more. A single stone never may. */
  readonly suicide: boolean;
  readonly scoring: Scoring;
  /** Points for White. Any finite number. */
  readonly komi: number;
  readonly handicapCompensation: HandicapCompensation;
}

/**
 * Rule sets by name. Ko, suicide and compensation are those in force in play between people, as
 * KataGo's documentation of its rule sets also lists them (https://lightvector.github.io/KataGo/rules.html).
 */
export const RULE_PRESETS = {
  'tromp-taylor': rules('positional', true, 'area', 7.5, 'none'),
  chinese: rules('simple', false, 'area', 7.5, 'stones'),
  japanese: rules('simple', false, 'territory', 6.5, 'none'),
  korean: rules('simple', false, 'territory', 6.5, 'none'),
  aga: rules('situational', false, 'area', 7.5, 'stones-less-one'),
  'new-zealand': rules('situational', true, 'area', 7, 'none'),
} as const satisfies Record<string, Rules>;

export type RulePreset = keyof typeof RULE_PRESETS;

/** Other names that files and clients use for the presets. */
const ALIASES: Readonly<Record<string, RulePreset>> = {
  tromptaylor: 'tromp-taylor',
  logical: 'tromp-taylor',
  cn: 'chinese',
  ch: 'chinese',
  jp: 'japanese',
  kr: 'korean',
  us: 'aga',
  nz: 'new-zealand',
  newzealand: 'new-zealand',
};

/** Finds a preset by its name, whatever its case, spaces and hyphens. `ERR_RULES_UNKNOWN` if none. */
export function parseRulePreset(name: string): Result<RulePreset> {
  const key = name
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
  if (Object.hasOwn(RULE_PRESETS, key)) return ok(key as RulePreset);
  const squeezed = key.replaceAll('-', '');
  if (Object.hasOwn(ALIASES, squeezed)) return ok(ALIASES[squeezed]);
  const known = Object.keys(RULE_PRESETS).join(', ');
  return fail('ERR_RULES_UNKNOWN', `unknown rules '${name}': known are ${known}`);
}

/** The preset whose rules, komi aside, these are; undefined if none. */
export function rulePresetOf(rules: Rules): RulePreset | undefined {
  const names = Object.keys(RULE_PRESETS) as RulePreset[];
  return names.find((name) => {
    const preset: Rules = RULE_PRESETS[name];
    return (
      preset.ko === rules.ko &&
      preset.suicide === rules.suicide &&
      preset.scoring === rules.scoring &&
      preset.handicapCompensation === rules.handicapCompensation
    );
  });
}

/** Points that White is given for a handicap of that many stones (0 if there is none, or one). */
export function compensation(rules: Rules, handicap: number): number {
  if (handicap < 2) return 0;
  switch (rules.handicapCompensation) {
    case 'none':
      return 0;
    case 'stones':
      return handicap;
    case 'stones-less-one':
      return handicap - 1;
  }
}

function rules(
  ko: KoRule,
  suicide: boolean,
  scoring: Scoring,
  komi: number,
  handicapCompensation: HandicapCompensation,
): Rules {
  return { ko, suicide, scoring, komi, handicapCompensation };
}
