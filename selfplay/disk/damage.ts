/** A stretch of a file that could not be read and was skipped. */
export interface Damage {
  readonly file: string;
  /** Where it begins. */
  readonly offset: number;
  /** How long it is. */
  readonly bytes: number;
  readonly reason: string;
}

/** Says what was skipped, in a line. */
export function describeDamage({ file, offset, bytes, reason }: Damage): string {
  return `${file}: skipped ${bytes} bytes from byte ${offset} on: ${reason}`;
}
