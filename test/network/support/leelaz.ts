import { execFile, type ExecFileException } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What Leela Zero prints of a position. */
export interface Heatmap {
  /** Per mille, rounded down, for each point from the top left; 0 where there is a stone. */
  readonly policy: readonly number[];
  /** Per mille, rounded down. */
  readonly pass: number;
  /** From 0 to 1, for the side to move; six decimals. */
  readonly winrate: number;
}

/** The program's path; undefined if it is not installed. */
export function findLeelaz(): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/games'];
  return folders.map((folder) => join(folder, 'leelaz')).find((path) => existsSync(path));
}

/** Lets Leela Zero carry out GTP commands with a network; returns its heatmaps, in order. */
export async function runLeelaz(
  program: string,
  weights: string,
  commands: readonly string[],
): Promise<Heatmap[]> {
  const options = ['-w', weights, '--gtp', '--cpu-only', '--noponder', '-t', '1'];
  const { stdout, stderr } = await converse(program, options, [...commands, 'quit']);
  const refused = stdout.split('\n').find((line) => line.startsWith('?'));
  if (refused !== undefined) throw new Error(`leelaz: ${refused}`);
  return parseHeatmaps(stderr);
}

interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

function converse(program: string, options: string[], commands: string[]): Promise<Output> {
  return new Promise((resolve, reject) => {
    const done = (error: ExecFileException | null, stdout: string, stderr: string) => {
      if (error === null) resolve({ stdout, stderr });
      else reject(new Error(`leelaz failed: ${error.message}\n${stderr}`));
    };
    const child = execFile(program, options, { maxBuffer: 2 ** 26, timeout: 60_000 }, done);
    child.stdin!.end(commands.map((command) => `${command}\n`).join(''));
  });
}

/** Each: rows of numbers from the top, then the pass and the win rate. */
const HEATMAP = /((?:^ *\d+(?: +\d+)+ *\n)+)pass: (\d+)\nwinrate: ([\d.]+)/gm;

function parseHeatmaps(text: string): Heatmap[] {
  return [...text.matchAll(HEATMAP)].map(([, rows, pass, winrate]) => ({
    policy: rows.trim().split(/\s+/).map(Number),
    pass: Number(pass),
    winrate: Number(winrate),
  }));
}
