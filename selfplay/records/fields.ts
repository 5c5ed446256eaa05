import { decode, encode } from '@msgpack/msgpack';
import { fail, ok, type Failure, type Result } from '../../engine/result.js';

export type RecordFailure = Failure<'ERR_RECORD'>;

/** The bytes of a record: its fields in order, as a MessagePack array (https://msgpack.org). */
export function makeFields(fields: readonly unknown[]): Uint8Array {
  return encode(fields);
}

/** What {@link Fields} throws and {@link parseFields} catches. */
class Fault extends Error {}

/**
 * Reads a record by its fields. `ERR_RECORD` if the bytes are no such array, if `read` refuses one
 * of its fields, or if it leaves any over.
 */
export function parseFields<T>(
  bytes: Uint8Array,
  read: (fields: Fields) => T,
): Result<T, RecordFailure> {
  try {
    const fields = new Fields(decoded(bytes), 'record');
    const value = read(fields);
    fields.done();
    return ok(value);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return fail('ERR_RECORD', error.message);
  }
}

function decoded(bytes: Uint8Array): unknown {
  const most = bytes.length; // a damaged length must not make room for 4 billion entries
  try {
    return decode(bytes, { maxArrayLength: most, maxMapLength: most, maxBinLength: most });
  } catch {
    throw new Fault('this is no MessagePack array, or it is damaged');
  }
}

/** The fields of a record, read one after another; each reader refuses what is not of its kind. */
export class Fields {
  private readonly items: readonly unknown[];
  private at = 0;

  constructor(
    value: unknown,
    private readonly name: string,
  ) {
    if (!Array.isArray(value)) throw new Fault(`${name} must be a list of fields`);
    this.items = value;
  }

  whole(name: string, min: number, max: number): number {
    const value = this.next();
    if (typeof value === 'number' && Number.isInteger(value) && min <= value && value <= max)
      return value;
    return this.refuse(name, `a whole number from ${min} to ${max}`);
  }

  finite(name: string): number {
    const value = this.next();
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    return this.refuse(name, 'a finite number');
  }

  flag(name: string): boolean {
    const value = this.next();
    return typeof value === 'boolean' ? value : this.refuse(name, 'true or false');
  }

  text(name: string): string {
    const value = this.next();
    return typeof value === 'string' ? value : this.refuse(name, 'a text');
  }

  bytes(name: string): Uint8Array {
    const value = this.next();
    return value instanceof Uint8Array ? value : this.refuse(name, 'bytes');
  }

  /** Every item of a list, each with fields of its own. */
  list<T>(name: string, read: (fields: Fields) => T): T[] {
    const value = this.next();
    if (!Array.isArray(value)) return this.refuse(name, 'a list');
    return value.map((item) => this.group(item, name, read));
  }

  /** Fields of their own, or undefined for nil. */
  optional<T>(name: string, read: (fields: Fields) => T): T | undefined {
    const value = this.next();
    return value === null ? undefined : this.group(value, name, read);
  }

  /** The value, unless it is undefined: then the field just read is refused. */
  expect<T>(value: T | undefined, name: string, allowed: string): T {
    return value === undefined ? this.refuse(name, allowed) : value;
  }

  /** Refuses a field that has been read, unless it is right. */
  require(isRight: boolean, name: string, allowed: string): void {
    if (!isRight) this.refuse(name, allowed);
  }

  done(): void {
    if (this.at !== this.items.length) {
      throw new Fault(`${this.name} has ${this.items.length} fields, not ${this.at}`);
    }
  }

  private group<T>(value: unknown, name: string, read: (fields: Fields) => T): T {
    const fields = new Fields(value, name);
    const result = read(fields);
    fields.done();
    return result;
  }

  private next(): unknown {
    return this.items[this.at++];
  }

  private refuse(name: string, allowed: string): never {
    throw new Fault(`${this.name}: ${name} must be ${allowed}`);
  }
}
