import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Programs that speak GTP as badly as a test wants them to. */
export class PretendPrograms {
  private constructor(private readonly folder: string) {}

  static async open(): Promise<PretendPrograms> {
    return new PretendPrograms(await mkdtemp(join(tmpdir(), 'tengen-pretend-')));
  }

  /**
   * Writes a program; its command. `answers` is the source of an object, command → function of the
   * arguments and the id that returns the text of the answer, or nothing if it says all itself: it
   * overrides those of a program that always passes.
   */
  async write(name: string, answers: string): Promise<string[]> {
    const file = join(this.folder, `${name}.mjs`);
    await writeFile(
      file,
      SOURCE.replace('OVERRIDES', () => answers),
    );
    return [process.execPath, file];
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true });
  }
}

const SOURCE = `
import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
const say = (text) => void process.stdout.write(text);
const answers = {
  name: () => 'Pretender',
  version: () => '0.1',
  list_commands: () => Object.keys(answers).join('\\n'),
  boardsize: () => '',
  komi: () => '',
  clear_board: () => '',
  play: () => '',
  genmove: () => 'PASS',
  quit: () => void process.exit(),
  ...OVERRIDES,
};
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const [, id, command, args] = /^(\\d*) ?(\\S+) ?(.*)$/.exec(line);
  if (!Object.hasOwn(answers, command)) return say('?' + id + ' unknown command\\n\\n');
  const answer = answers[command](args, id);
  if (answer !== undefined) say('=' + id + ' ' + answer + '\\n\\n');
});
`;

/** Whether a process still runs. One that has ended and that nobody has asked after counts as ended. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
