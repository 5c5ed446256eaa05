import { LiveDisplay } from './live-display.js';
import { say, type Output } from './surroundings.js';

/** What is shown of work that takes long. */
export interface Picture {
  /** A few lines for a terminal, redrawn all the time. */
  lines(paint: Paint): readonly string[];
  /** One line for a file. */
  line(): string;
}

/** Colours text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

export type Style = 'bold' | 'dim' | 'green' | 'yellow' | 'cyan';

const CODES: Readonly<Record<Style, number>> = { bold: 1, dim: 2, green: 32, yellow: 33, cyan: 36 };

const LIVE_EVERY = 250;
const PLAIN_EVERY = 10_000;

/** Shows how work goes: as a live picture on a terminal, elsewhere as a line every ten seconds. */
export class Progress {
  private readonly live: LiveDisplay | undefined;
  private readonly paint: Paint;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly output: Output,
    private readonly picture: Picture,
  ) {
    const { isTTY = false } = output;
    this.paint = painterFor(output);
    this.live = isTTY ? new LiveDisplay(output) : undefined;
    this.timer = setInterval(
      () => {
        this.show();
      },
      isTTY ? LIVE_EVERY : PLAIN_EVERY,
    );
    if (isTTY) this.show();
  }

  /** Prints a line for good. */
  note(line: string, style?: Style): void {
    const text = style === undefined ? line : this.paint(style, line);
    if (this.live === undefined) say(this.output, text);
    else this.live.print(text);
  }

  /** Ends the showing; on a terminal nothing stays of it. */
  close(): void {
    clearInterval(this.timer);
    this.live?.clear();
  }

  private show(): void {
    if (this.live === undefined) say(this.output, this.picture.line());
    else this.live.draw(this.picture.lines(this.paint));
  }
}

/** Shows that something is under way of which nobody knows how long it takes. */
export async function waitingFor<T>(work: Promise<T>, what: string, output: Output): Promise<T> {
  const progress = new Progress(output, { lines: () => [what], line: () => what });
  return work.finally(() => {
    progress.close();
  });
}

/** Colours where the terminal has them and the environment does not forbid it (NO_COLOR). */
export function painterFor(output: Output): Paint {
  const colors = output.isTTY === true && output.hasColors?.() === true;
  return (style, text) => (colors ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text);
}

/** A bar of so many characters, filled up to that share. */
export function bar(share: number, width: number, paint: Paint): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * width);
  return paint('green', '█'.repeat(filled)) + paint('dim', '░'.repeat(width - filled));
}
