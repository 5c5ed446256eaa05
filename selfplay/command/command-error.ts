import type { Failure, Result } from '../../engine/result.js';

/** Ends a command: what failed, with its code. */
export class CommandError extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

/** The value of a result; a failure ends the command with its message. */
export function orFail<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new CommandError(result.error);
}

/** What an error is told as: `message (CODE)`, in one line. */
export function describeError(error: unknown): string {
  const { code, message } = failureOf(error);
  return `${message.trim().replaceAll(/\s*\n\s*/g, ' ')} (${code})`;
}

/** Other threads' failures come as errors whose message begins with the code; see unwrap. */
function failureOf(error: unknown): Failure {
  if (error instanceof CommandError) return error.failure;
  const text = error instanceof Error ? error.message : String(error);
  const match = /^(ERR_\w+): (.*)$/s.exec(text);
  if (match !== null) return { code: match[1], message: match[2] };
  const remedy = 'this should not happen: set DEBUG=1 to see where it comes from';
  return { code: 'ERR_UNEXPECTED', message: `${text}; ${remedy}` };
}
