/** How many messages a connection may send: so many a second, and so many at once. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** Counts messages against a rate: a bucket of tokens that fills steadily. */
export class RateLimit {
  private tokens: number;
  private filled: number;

  constructor(
    private readonly rate: Rate,
    private readonly now: () => number,
  ) {
    this.tokens = rate.burst;
    this.filled = now();
  }

  /** Whether one more message is within the rate; if so it counts. */
  allows(): boolean {
    const time = this.now();
    const gained = ((time - this.filled) / 1000) * this.rate.perSecond;
    this.tokens = Math.min(this.rate.burst, this.tokens + gained);
    this.filled = time;
    if (this.tokens < 1) return false;
    this.tokens--;
    return true;
  }
}
