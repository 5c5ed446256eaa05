#!/usr/bin/env node
import { createWriteStream } from 'node:fs';
import { COMMANDS } from './commands/table.js';
import { readCommandLine } from './command-line.js';
import { Conversation, type Log } from './conversation.js';
import { Session } from './session/session.js';
import { ThreadEngine } from './thinking/thread-engine.js';

const options = readCommandLine(process.argv.slice(2));
const note = (line: string): void => {
  // A client that does not read stderr must not be waited for.
  if (!process.stderr.writableNeedDrain) process.stderr.write(`${line}\n`);
};
process.stderr.on('error', () => undefined);
const log = openLog(options.log);
const engine = new ThreadEngine(options.thinking, (text) => {
  log('>', `# ${text}`);
  note(`tengen-gtp: ${text}`);
});
const session = new Session(engine, options.play, note);
await new Conversation(process.stdin, process.stdout, session, COMMANDS, log).run();
await engine.close();
process.stdin.destroy();

function openLog(file: string | undefined): Log {
  if (file === undefined) return () => undefined;
  const stream = createWriteStream(file, { flags: 'a' });
  stream.on('error', (error) => {
    note(`tengen-gtp: cannot write the log: ${error.message}`);
  });
  return (direction, text) => {
    stream.write(`${new Date().toISOString()} ${direction} ${text}\n`);
  };
}
