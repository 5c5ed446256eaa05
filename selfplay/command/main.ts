#!/usr/bin/env node
import { relative } from 'node:path';
import { CommanderError } from 'commander';
import { CommandError, describeError } from './command-error.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { exitCodeOf, makeProgram } from './program.js';
import { say, type Surroundings } from './surroundings.js';

const { PATH: searchPath = '', DEBUG, npm_lifecycle_event: npmScript } = process.env;
const [, script, ...words] = process.argv;
const called = calledAs(npmScript, script);
const { stdout, stderr } = process;
const around: Surroundings = { stdout, stderr, searchPath, called, words };

// A reader that has seen enough, as `head` has, is no reason to stop learning.
for (const stream of [stdout, stderr]) stream.on('error', () => undefined);

// Thrown where nobody waits, as when the disk is full while a thread tells of a game.
process.on('uncaughtException', (error) => {
  fail(error);
  process.exit(EXIT.failed);
});

process.exitCode = await run();

async function run(): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  const program = makeProgram(around, (exit) => {
    code = exit;
  });
  try {
    await program.parseAsync(words, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return exitCodeOf(error);
    fail(error);
    const isUsage = error instanceof CommandError && error.failure.code === 'ERR_USAGE';
    return isUsage ? EXIT.usage : EXIT.failed;
  }
}

function fail(error: unknown): void {
  say(stderr, `error: ${describeError(error)}`);
  if (DEBUG !== undefined) console.error(error);
}

/** How one types the command that runs now: by the script of npm, the file, or its installed name. */
function calledAs(npmScript: string | undefined, file: string): string {
  if (npmScript === 'selfplay') return 'npm run selfplay --';
  return file.endsWith('.js') ? `node ${relative('.', file)}` : 'selfplay';
}
