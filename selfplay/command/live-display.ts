import type { Output } from './surroundings.js';

const ESC = '\u001b[';
const CLEAR_BELOW = `${ESC}J`;

/** A few lines at the bottom of a terminal that are drawn over and over, and text above them. */
export class LiveDisplay {
  private drawn = 0;
  private shown = '';

  constructor(private readonly terminal: Output) {}

  /** Draws these lines in place of those before, cut off where the terminal ends. */
  draw(lines: readonly string[]): void {
    const width = (this.terminal.columns ?? 80) - 1;
    const text = lines.map((line) => `${cut(line, width)}\n`).join('');
    if (text === this.shown) return;
    this.terminal.write(this.home() + text);
    this.drawn = lines.length;
    this.shown = text;
  }

  /** Prints a line above the others. */
  print(line: string): void {
    this.terminal.write(`${this.home()}${line}\n${this.shown}`);
  }

  /** Takes the lines away. */
  clear(): void {
    this.terminal.write(this.home());
    this.drawn = 0;
    this.shown = '';
  }

  /** Goes back to where the lines begin, and clears them. */
  private home(): string {
    return this.drawn === 0 ? '' : `\r${ESC}${this.drawn}A${CLEAR_BELOW}`;
  }
}

/** The first characters of a line; what colours them takes no room. */
export function cut(line: string, width: number): string {
  let left = width;
  return line.replaceAll(/(\u001b\[[\d;]*m)|([^\u001b]+)/g, (_, code?: string, text?: string) => {
    if (text === undefined) return code ?? '';
    const kept = text.slice(0, left);
    left -= kept.length;
    return kept;
  });
}
