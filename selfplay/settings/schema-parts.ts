import * as v from 'valibot';

/*
 * The pieces that the schema of settings is made of. Each says in its message what is allowed, as the
 * rest of a sentence that begins with the path of the setting.
 */

export interface Range {
  readonly min: number;
  readonly max: number;
}

const HUGE = 1e12;

/** A whole number within a range, 1 or more where none is given. */
export function whole({ min, max }: Range = { min: 1, max: HUGE }): v.GenericSchema<number> {
  const message = `must be a whole number ${rangeText({ min, max })}`;
  return v.pipe(
    v.number(message),
    v.check((x) => Number.isInteger(x) && min <= x && x <= max, message),
  );
}

/** A number within a range. */
export function real(range: Range): v.GenericSchema<number> {
  return realWhere(({ min, max }, x) => min <= x && x <= max, range, rangeText(range));
}

/** A number above 0, and up to `max`. */
export function positive(max = HUGE): v.GenericSchema<number> {
  const text = max === HUGE ? 'above 0' : `above 0, up to ${max}`;
  return realWhere((range, x) => x > 0 && x <= range.max, { min: 0, max }, text);
}

/** A number between 0 and 1, both left out. */
export function between0And1(): v.GenericSchema<number> {
  return realWhere((_, x) => x > 0 && x < 1, { min: 0, max: 1 }, 'between 0 and 1, both excluded');
}

/** A number that is not negative. */
export function notNegative(): v.GenericSchema<number> {
  return real({ min: 0, max: HUGE });
}

/** A share of a whole. */
export function share(): v.GenericSchema<number> {
  return real({ min: 0, max: 1 });
}

export function yesOrNo(): v.GenericSchema<boolean> {
  return v.boolean('must be true or false');
}

export function text(what: string): v.GenericSchema<string> {
  return v.string(`must be ${what}, as text`);
}

/** One of some names. */
export function oneOf<const N extends string>(names: readonly N[]): v.GenericSchema<N> {
  return v.picklist(names, `must be one of: ${names.join(', ')}`);
}

/** An object with these fields and no others. */
export function object<const E extends v.ObjectEntries>(
  entries: E,
): v.StrictObjectSchema<E, (issue: v.StrictObjectIssue) => string> {
  return v.strictObject(entries, ({ expected }) => {
    const known = Object.keys(entries).join(', ');
    if (expected === 'never') return `is unknown; known there are: ${known}`;
    if (expected.startsWith('"')) return 'is missing';
    return `must be an object with: ${known}`;
  });
}

export function list<T>(item: v.GenericSchema<T>, what: string): v.GenericSchema<T[]> {
  return v.array(item, `must be a list of ${what}`);
}

function realWhere(
  allows: (range: Range, x: number) => boolean,
  range: Range,
  text: string,
): v.GenericSchema<number> {
  const message = `must be a number ${text}`;
  return v.pipe(
    v.number(message),
    v.check((x) => allows(range, x), message),
  );
}

function rangeText({ min, max }: Range): string {
  return max === HUGE ? `from ${min} on` : `from ${min} to ${max}`;
}
