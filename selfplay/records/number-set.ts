/** Numbers of games: nearly all from 0 up to some one, so only those above the first gap are kept. */
export class NumberSet {
  /** Every number below is in the set. */
  private solid = 0;
  private readonly above = new Set<number>();
  private top = 0;

  add(number: number): void {
    if (this.has(number)) return;
    this.above.add(number);
    this.top = Math.max(this.top, number + 1);
    while (this.above.delete(this.solid)) this.solid++;
  }

  has(number: number): boolean {
    return number < this.solid || this.above.has(number);
  }

  /** The least number above all in the set. */
  get next(): number {
    return this.top;
  }
}
