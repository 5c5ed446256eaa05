import { fail, ok, type Result } from '../../engine/result.js';

/** An object of parsed JSON. */
type JsonObject = Readonly<Record<string, unknown>>;

/** The fields that decide which others an object has. */
const KINDS = ['method', 'type'];

/** One setting to be changed. */
export interface Override {
  /** The names that lead to it; of a list, an index. */
  readonly path: readonly string[];
  readonly value: unknown;
}

/**
 * Reads `play.visits=32`: a path and a value, as JSON; what is no JSON is text. ERR_SETTINGS where
 * there is no path.
 */
export function parseOverride(text: string): Result<Override> {
  const match = /^([^=]+)=(.*)$/s.exec(text);
  if (match === null) {
    const like = 'PATH=VALUE, such as play.visits=32';
    return fail('ERR_SETTINGS', `'${text}' changes no setting: write ${like}`);
  }
  return ok({ path: match[1].trim().split('.'), value: jsonOrText(match[2]) });
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Settings with one of them changed; objects are merged into those that are there. */
export function applyOverride(settings: unknown, { path, value }: Override): unknown {
  if (path.length === 0) return mergeSettings(settings, value);
  const [name, ...rest] = path;
  const deeper = { path: rest, value };
  if (Array.isArray(settings) && /^\d+$/.test(name)) {
    const items: unknown[] = [...(settings as unknown[])];
    items[Number(name)] = applyOverride(items[Number(name)], deeper);
    return items;
  }
  const inner = isObject(settings) ? settings[name] : undefined;
  return mergeSettings(settings, { [name]: applyOverride(inner, deeper) });
}

/**
 * Settings with others laid over them, field by field. What becomes another kind of thing (another
 * search method, another optimiser) keeps nothing of the old.
 */
export function mergeSettings(base: unknown, over: unknown): unknown {
  if (!isObject(base) || !isObject(over)) return over;
  if (KINDS.some((kind) => kind in base && kind in over && base[kind] !== over[kind])) return over;
  const merged = Object.entries(over).map(([name, value]) => [
    name,
    mergeSettings(base[name], value),
  ]);
  return { ...base, ...(Object.fromEntries(merged) as JsonObject) };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
