import { fail, ok, type Result } from '../../engine/result.js';
import {
  parseRulePreset,
  RULE_PRESETS,
  type HandicapCompensation,
  type KoRule,
  type Rules,
  type Scoring,
} from '../../engine/rules.js';

/** Rules without komi, which is a setting of its own in GTP. */
type RuleFields = Omit<Rules, 'komi'>;

const CHINESE_SUPERKO: RuleFields = { ...RULE_PRESETS.chinese, ko: 'positional' };

/** Names that KataGo has for rules and that are no presets. */
const MORE_NAMES: Readonly<Record<string, RuleFields>> = {
  'chinese-ogs': CHINESE_SUPERKO,
  'chinese-kgs': CHINESE_SUPERKO,
  bga: RULE_PRESETS.aga,
};

/** Reads rules as `kata-set-rules` takes them: a name, or JSON with the fields of KataGo. */
export function parseRules(text: string, current: Rules): Result<Rules> {
  if (text.startsWith('{')) return parseRulesJson(text, current);
  const key = text.toLowerCase();
  if (Object.hasOwn(MORE_NAMES, key)) return ok(withKomi(MORE_NAMES[key], current));
  const preset = parseRulePreset(text);
  return preset.ok ? ok(withKomi(RULE_PRESETS[preset.value], current)) : preset;
}

/** Rules as JSON with the fields of KataGo. (https://lightvector.github.io/KataGo/rules.html) */
export function makeRules({ ko, scoring, suicide, handicapCompensation }: Rules): string {
  return JSON.stringify({
    hasButton: false,
    ko: ko.toUpperCase(),
    scoring: scoring.toUpperCase(),
    suicide,
    tax: scoring === 'territory' ? 'SEKI' : 'NONE',
    whiteHandicapBonus: BONUSES[handicapCompensation],
  });
}

/** Replaces one field, as `kata-set-rule` does. */
export function replaceRule(name: string, value: unknown, rules: Rules): Result<Rules> {
  const text = String(value).toLowerCase();
  switch (name) {
    case 'ko':
      return isOneOf(text, KO_RULES) ? ok({ ...rules, ko: text }) : unknown(name, value, KO_RULES);
    case 'scoring':
      return isOneOf(text, SCORINGS)
        ? ok({ ...rules, scoring: text })
        : unknown(name, value, SCORINGS);
    case 'suicide':
      return isOneOf(text, BOOLEANS)
        ? ok({ ...rules, suicide: text === 'true' })
        : unknown(name, value, BOOLEANS);
    case 'whiteHandicapBonus':
      return replaceBonus(value, rules);
    case 'hasButton':
      return text === 'false' ? ok(rules) : unknown(name, value, ['false']);
    case 'tax':
      return replaceTax(text, rules);
    case 'friendlyPassOk':
      return ok(rules); // says how KataGo passes, not what the rules are
    default:
      return fail('ERR_RULES_UNKNOWN', `unknown rule '${name}'`);
  }
}

const KO_RULES: readonly KoRule[] = ['simple', 'positional', 'situational'];
const SCORINGS: readonly Scoring[] = ['area', 'territory'];
const BOOLEANS = ['true', 'false'] as const;
const BONUSES: Readonly<Record<HandicapCompensation, string>> = {
  none: '0',
  stones: 'N',
  'stones-less-one': 'N-1',
};

function replaceBonus(value: unknown, rules: Rules): Result<Rules> {
  const wanted = String(value).toUpperCase();
  const found = Object.entries(BONUSES).find(([, bonus]) => bonus === wanted);
  return found === undefined
    ? unknown('whiteHandicapBonus', value, Object.values(BONUSES))
    : ok({ ...rules, handicapCompensation: found[0] as HandicapCompensation });
}

/** Points in seki count under area scoring, and do not under territory scoring: that is all there is. */
function replaceTax(tax: string, rules: Rules): Result<Rules> {
  const fitting = rules.scoring === 'territory' ? 'seki' : 'none';
  return tax === fitting ? ok(rules) : unknown('tax', tax, [fitting]);
}

function parseRulesJson(text: string, current: Rules): Result<Rules> {
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch {
    return fail('ERR_RULES_SYNTAX', 'rules are neither a name nor JSON');
  }
  if (typeof fields !== 'object' || fields === null) {
    return fail('ERR_RULES_SYNTAX', 'rules are not a JSON object');
  }
  let rules = current;
  // The scoring first, since what tax is possible depends on it.
  const entries = Object.entries(fields).sort(([a], [b]) => rank(a) - rank(b));
  for (const [name, value] of entries) {
    const replaced = replaceRule(name, value, rules);
    if (!replaced.ok) return replaced;
    rules = replaced.value;
  }
  return ok(rules);
}

function rank(name: string): number {
  return name === 'scoring' ? 0 : 1;
}

function withKomi(fields: RuleFields, { komi }: Rules): Rules {
  return { ...fields, komi };
}

function isOneOf<T extends string>(text: string, known: readonly T[]): text is T {
  return (known as readonly string[]).includes(text);
}

function unknown(name: string, value: unknown, known: readonly string[]): Result<never> {
  return fail('ERR_RULES_UNKNOWN', `${name} cannot be '${String(value)}': ${known.join(', ')}`);
}
