import { EXIT, type ExitCode } from './exit-codes.js';

/** A second signal within so many milliseconds is the first one again: npm passes on what the terminal has sent already. */
const ECHO = 500;

/** Hears Ctrl-C: the first time work is asked to stop, the second time the process ends at once. */
export class Signals {
  private first: { readonly code: ExitCode; readonly time: number } | undefined;

  private readonly onInterrupt = (): void => {
    this.hear(EXIT.interrupted);
  };

  private readonly onTerminate = (): void => {
    this.hear(EXIT.terminated);
  };

  constructor(private readonly onStop: () => void) {
    process.on('SIGINT', this.onInterrupt);
    process.on('SIGTERM', this.onTerminate);
  }

  /** What the process is to end with if it was told to stop. */
  get exitCode(): ExitCode | undefined {
    return this.first?.code;
  }

  close(): void {
    process.off('SIGINT', this.onInterrupt);
    process.off('SIGTERM', this.onTerminate);
  }

  private hear(code: ExitCode): void {
    const time = performance.now();
    if (this.first === undefined) {
      this.first = { code, time };
      this.onStop();
    } else if (time - this.first.time > ECHO) {
      process.exit(code);
    }
  }
}
