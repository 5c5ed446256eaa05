import type { WriteStream } from 'node:tty';

/** Where text goes: a terminal, or a file or pipe, which has no `columns`. */
export type Output = NodeJS.WritableStream &
  Partial<Pick<WriteStream, 'isTTY' | 'columns' | 'hasColors'>>;

/** What a command has around it: the environment is read in main.ts only. */
export interface Surroundings {
  readonly stdout: Output;
  readonly stderr: Output;
  /** The PATH, in which programs are looked for. */
  readonly searchPath: string;
  /** How this command is called here, as a person would type it: `selfplay`, or by npm or Node.js. */
  readonly called: string;
  /** The words of the command line, without Node.js and the script. */
  readonly words: readonly string[];
}

/** Writes a line. */
export function say(output: Output, line: string): void {
  output.write(`${line}\n`);
}
