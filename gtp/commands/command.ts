import { fail, ok, type Result } from '../../engine/result.js';
import type { Session } from '../session/session.js';
import { Words, type Reader } from './readers.js';

/** The text of a response; of a failure, what the client is told. */
export type Reply = Result<string>;

/** What a command works with. */
export interface Context {
  readonly session: Session;
  /** Writes a line of the response, ahead of what the command returns. */
  readonly write: (line: string) => void;
  /** Whether the client has not yet read what was written before. */
  readonly isBehind: () => boolean;
  /** Aborted when the next line of input is there. */
  readonly input: AbortSignal;
  /** Aborted when the client interrupts what is under way. */
  readonly interrupt: AbortSignal;
  /** The names of all commands, in order. */
  readonly names: readonly string[];
  /** Ends the conversation after this response. */
  readonly quit: () => void;
}

/** A command of the table. */
export interface CommandEntry {
  readonly name: string;
  run(context: Context, args: readonly string[]): Reply | Promise<Reply>;
}

type Readers<A extends readonly unknown[]> = { readonly [K in keyof A]: Reader<A[K]> };

/**
 * A command whose arguments are read, in order, before it runs; the first that cannot be read is what
 * the client is told. Words beyond them are ignored, as most engines do.
 */
export function command<A extends readonly unknown[]>(
  name: string,
  readers: Readers<A>,
  run: (context: Context, ...args: A) => Reply | Promise<Reply>,
): CommandEntry {
  return {
    name,
    run(context, words) {
      const queue = new Words(words);
      const args: unknown[] = [];
      for (const read of readers as readonly Reader<unknown>[]) {
        const arg = read(queue, context.session);
        if (!arg.ok) return arg;
        args.push(arg.value);
      }
      return run(context, ...(args as unknown as A));
    },
  };
}

/** The empty response of a command that has done what it was asked. */
export const DONE: Reply = ok('');

/** A failure, in the words of the specification where it has some. */
export function refuse(message: string): Reply & { readonly ok: false } {
  return fail('ERR_GTP_REFUSED', message);
}
