import type { Result } from '../../engine/result.js';
import { GtpProgram, GTP_PATIENCE, type GtpPatience } from './gtp-program.js';

/** Keeps a GTP program at hand: starts it when it is first asked for, and anew after it has ended. */
export class ProgramKeeper {
  private starting: Promise<Result<GtpProgram>> | undefined;
  private program: GtpProgram | undefined;

  /** `command`: the path of the program, and its options. */
  constructor(
    private readonly command: readonly string[],
    private readonly patience: GtpPatience = GTP_PATIENCE,
  ) {}

  /** What the program calls itself, once it has run; until then its command. */
  get name(): string {
    if (this.program === undefined) return this.command.join(' ');
    return `${this.program.name} ${this.program.version}`.trim();
  }

  /** The number of the process; undefined before there was one. */
  get pid(): number | undefined {
    return this.program?.pid;
  }

  /** The program, running. Errors as of {@link GtpProgram.start}. */
  async running(): Promise<Result<GtpProgram>> {
    if (this.program?.ended === true) this.starting = undefined;
    this.starting ??= GtpProgram.start(this.command, this.patience);
    const started = await this.starting;
    if (started.ok) this.program = started.value;
    else this.starting = undefined;
    return started;
  }

  /** Ends the program, if one runs. */
  async close(): Promise<void> {
    const started = await this.starting;
    if (started?.ok === true) await started.value.close();
  }
}
