import { fail, type Failure } from '../../engine/result.js';
import type { Choice, Entry, Parameter } from './parameters.js';

export type SpecErrorCode =
  | 'ERR_SPEC_TYPE'
  | 'ERR_SPEC_MISSING'
  | 'ERR_SPEC_UNKNOWN_FIELD'
  | 'ERR_SPEC_RANGE'
  | 'ERR_SPEC_CHOICE';

export type SpecFailure = Failure<SpecErrorCode>;

/** Failures found so far; readers go on after one, so that a spec's every fault is found. */
type Report = SpecFailure[];

/**
 * Reads the fields of one JSON object. What is wrong goes to `report`, with the path of the field
 * and what is allowed; the value returned in its place only serves to read on.
 */
export class Fields {
  private readonly json: Readonly<Record<string, unknown>>;
  private readonly known = new Set<string>();

  constructor(
    json: unknown,
    private readonly path: string,
    private readonly report: Report,
  ) {
    const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
    this.json = isObject ? (json as Record<string, unknown>) : {};
    if (!isObject) this.refuse('ERR_SPEC_TYPE', `${path || 'the spec'} must be an object`);
  }

  has(name: string): boolean {
    this.known.add(name);
    return this.json[name] !== undefined;
  }

  integer(name: string, parameter: Parameter): number {
    const { min, max, odd = false } = parameter;
    const value = this.has(name) ? this.json[name] : parameter.default;
    const allowed = `must be ${odd ? 'an odd' : 'a whole'} number from ${min} to ${max}`;
    const where = this.at(name);
    if (value === undefined) this.refuse('ERR_SPEC_MISSING', `${where} is missing: it ${allowed}`);
    else if (typeof value !== 'number') this.refuse('ERR_SPEC_TYPE', `${where} ${allowed}`);
    else if (isWithin(value, parameter)) return value;
    else this.refuse('ERR_SPEC_RANGE', `${where} is ${value} but ${allowed}`);
    return min;
  }

  object(name: string): Fields {
    if (this.has(name)) return new Fields(this.json[name], this.at(name), this.report);
    this.refuse('ERR_SPEC_MISSING', `${this.at(name)} is missing: it must be an object`);
    return new Fields({}, this.at(name), []);
  }

  list<T>(name: string, read: (item: Fields) => T): T[] {
    const items = this.has(name) ? this.json[name] : undefined;
    if (Array.isArray(items) && items.length > 0) {
      return items.map((item, i) => read(new Fields(item, `${this.at(name)}[${i}]`, this.report)));
    }
    const code = items === undefined ? 'ERR_SPEC_MISSING' : 'ERR_SPEC_TYPE';
    this.refuse(code, `${this.at(name)} must be a list of at least one object`);
    return [];
  }

  /** This object as a choice from `table`, by its field `type`. */
  choice(table: Readonly<Record<string, Entry>>, extra: Entry['parameters'] = {}): Choice {
    const name = this.has('type') ? this.json['type'] : undefined;
    const entry = typeof name === 'string' && Object.hasOwn(table, name) ? table[name] : undefined;
    if (entry === undefined) return this.refuseChoice(name, Object.keys(table));
    const parameters = Object.entries({ ...extra, ...entry.parameters }).filter(
      ([key, { optional = false }]) => !optional || this.has(key),
    );
    const values = parameters.map(([key, parameter]) => [key, this.integer(key, parameter)]);
    this.done();
    return { type: name as string, ...(Object.fromEntries(values) as Record<string, number>) };
  }

  /** Refuses fields that nothing asked for: a misspelt one would be ignored silently. */
  done(): void {
    const unknown = Object.keys(this.json).filter((name) => !this.known.has(name));
    for (const name of unknown) {
      const allowed = [...this.known].join(', ');
      this.refuse('ERR_SPEC_UNKNOWN_FIELD', `${this.at(name)} is unknown; known are: ${allowed}`);
    }
  }

  /** Reports a fault of this object as a whole. */
  refuse(code: SpecErrorCode, message: string): void {
    this.report.push(fail(code, message).error);
  }

  private refuseChoice(name: unknown, names: readonly string[]): Choice {
    const code = name === undefined ? 'ERR_SPEC_MISSING' : 'ERR_SPEC_CHOICE';
    const given = name === undefined ? 'is missing' : `is ${JSON.stringify(name)}`;
    this.refuse(code, `${this.at('type')} ${given}; it must be one of: ${names.join(', ')}`);
    return { type: names[0] };
  }

  private at(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }
}

function isWithin(value: number, { min, max, odd = false }: Parameter): boolean {
  return Number.isInteger(value) && min <= value && value <= max && !(odd && value % 2 === 0);
}
