/**
 * The outcome of reading something that may be wrong: a value, or a failure with a stable code.
 * Parsers return these; exceptions are left to programmer errors.
 */
export type Result<T, E = Failure> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** Why an input was refused. `code` is stable and for programs, `message` is for people. */
export interface Failure<Code extends string = string> {
  readonly code: Code;
  readonly message: string;
}

/** A success carrying `value`. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** A failure with its code and a message that says what would have been right. */
export function fail<Code extends string>(
  code: Code,
  message: string,
): { readonly ok: false; readonly error: Failure<Code> } {
  return { ok: false, error: { code, message } };
}

/** The value of a success; throws on a failure. For inputs the program itself wrote. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`${result.error.code}: ${result.error.message}`);
}
