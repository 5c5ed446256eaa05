import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TINY } from './tiny-settings.js';

const MAIN = fileURLToPath(new URL('../../../selfplay/command/main.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command `selfplay` in a process of its own. */
export class CommandProcess {
  readonly ended: Promise<Ended>;
  private readonly child: ChildProcess;
  private readonly texts = { stdout: '', stderr: '' };

  constructor(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.child = spawn(process.execPath, [MAIN, ...words], {
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.ended = this.end();
  }

  /** Settles when it has said so much on its standard output, or has ended. */
  async heard(text: string): Promise<void> {
    while (!this.texts.stdout.includes(text) && this.child.exitCode === null) {
      await once(this.child.stdout!, 'data');
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  private async end(): Promise<Ended> {
    for (const name of ['stdout', 'stderr'] as const) {
      this.child[name]!.setEncoding('utf8').on(
        'data',
        (piece: string) => (this.texts[name] += piece),
      );
    }
    const [code] = (await once(this.child, 'close')) as [number | null];
    return { code, ...this.texts };
  }
}

/** Runs `selfplay` to its end. */
export function selfplay(...words: readonly string[]): Promise<Ended> {
  return new CommandProcess(words).ended;
}

/** The options of a run in a folder that takes seconds. */
export function tinyRun(folder: string): string[] {
  const config = join(folder, 'tiny.json');
  writeFileSync(config, JSON.stringify(TINY));
  const run = join(folder, 'run');
  return ['--config', config, '--run', run, '--device', 'cpu', '--threads', '2'];
}
