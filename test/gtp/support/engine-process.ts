import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The command as it is installed. */
export const MAIN = fileURLToPath(new URL('../../../gtp/main.js', import.meta.url));

/** How a process ended, and what it wrote. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function startEngine(...args: readonly string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [MAIN, ...args]);
}

/** Runs the engine on an input from beginning to end. */
export async function runEngine(args: readonly string[], input: string | Buffer): Promise<Ended> {
  const engine = startEngine(...args);
  const output = collect(engine);
  engine.stdin.end(input);
  const [code] = (await once(engine, 'close')) as [number | null];
  return { code, ...output };
}

/** What a process writes, growing. */
export function collect(engine: ChildProcessWithoutNullStreams): {
  stdout: string;
  stderr: string;
} {
  const output = { stdout: '', stderr: '' };
  engine.stdout.on('data', (bytes: Buffer) => (output.stdout += bytes.toString()));
  engine.stderr.on('data', (bytes: Buffer) => (output.stderr += bytes.toString()));
  return output;
}
