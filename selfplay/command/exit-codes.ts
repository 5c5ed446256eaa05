/** What the command's exit code says; docs/selfplay.md has them too. */
export const EXIT = {
  /** All was done that was asked for, or the time given with --hours is over. */
  done: 0,
  /** Something failed, and the last line of stderr says what. */
  failed: 1,
  /** The command line is wrong; nothing was done. */
  usage: 2,
  /** Stopped by SIGINT (Ctrl-C) or SIGTERM: 128 and the signal's number, as shells have it. */
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
