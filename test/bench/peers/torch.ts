import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The script, which stays with its source when this is compiled. */
const SCRIPT = ['./torch_training.py', '../../../../test/bench/peers/torch_training.py']
  .map((path) => fileURLToPath(new URL(path, import.meta.url)))
  .find((path) => existsSync(path))!;

/** Debian's own Python, which python3-torch is for, need not be the first in the path. */
const PYTHONS = ['/usr/bin/python3', 'python3'];

/** PyTorch training the same network in a process of its own, which waits between measurements. */
export class TorchTraining {
  private constructor(
    readonly version: string,
    private readonly child: ChildProcessWithoutNullStreams,
    private readonly lines: AsyncIterator<string>,
  ) {}

  /** Starts it; undefined where Python or PyTorch is not there. */
  static async start(threads: number, batch: number): Promise<TorchTraining | undefined> {
    const settings = ['--threads', `${threads}`, '--batch', `${batch}`];
    for (const python of PYTHONS) {
      const started = await TorchTraining.startWith(python, settings);
      if (started !== undefined) return started;
    }
    return undefined;
  }

  private static async startWith(
    python: string,
    settings: readonly string[],
  ): Promise<TorchTraining | undefined> {
    const child = spawn(python, [SCRIPT, ...settings]);
    const failed = new Promise<undefined>((resolve) => {
      child.on('error', () => {
        resolve(undefined);
      });
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const first = await Promise.race([failed, lines.next()]);
    if (first === undefined || first.done === true) return undefined;
    const { torch } = JSON.parse(first.value) as { readonly torch: string };
    return new TorchTraining(torch, child, lines);
  }

  /** Makes so many steps. */
  async train(steps: number): Promise<void> {
    this.child.stdin.write(`${steps}\n`);
    await this.lines.next();
  }

  close(): void {
    this.child.stdin.end();
  }
}
