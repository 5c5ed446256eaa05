/** A turn that somebody waits for, or has. */
export interface Turn<T> {
  readonly owner: number;
  readonly item: T;
  /** When it begins, in work done: the turn that begins first is taken first. */
  readonly begins: number;
  /** Of turns that begin at the same time the one asked for first is taken first. */
  readonly order: number;
}

/**
 * A queue in which every owner gets an equal share of the work, however much one asks for: start-time
 * fair queueing (Goyal, Vin & Cheng 1996). A turn begins when its owner's turn before it would end, or
 * now if that is over; so who asks rarely is served at once, and who asks for much waits for himself.
 */
export class FairQueue<T> {
  private waiting: Turn<T>[] = [];
  /** When the turn taken last begins. */
  private now = 0;
  private orders = 0;
  /** Owner → when its last turn ends, of those for whom that is yet to come. */
  private readonly ends = new Map<number, number>();

  get size(): number {
    return this.waiting.length;
  }

  /** Asks for a turn that takes so much work. */
  add(owner: number, work: number, item: T): void {
    const begins = Math.max(this.now, this.ends.get(owner) ?? 0);
    this.ends.set(owner, begins + work);
    this.waiting.push({ owner, item, begins, order: this.orders++ });
  }

  /** Puts a turn back that was taken and is not over: others that begin earlier go first. */
  putBack(turn: Turn<T>): void {
    this.waiting.push(turn);
  }

  /** The next turn; undefined if nobody waits. */
  take(): Turn<T> | undefined {
    const turn = this.waiting.reduce(
      (best: Turn<T> | undefined, each) => (isBefore(each, best) ? each : best),
      undefined,
    );
    if (turn === undefined) return undefined;
    this.waiting.splice(this.waiting.indexOf(turn), 1);
    this.now = Math.max(this.now, turn.begins);
    this.forgetThePast();
    return turn;
  }

  private forgetThePast(): void {
    for (const [owner, end] of this.ends) if (end <= this.now) this.ends.delete(owner);
  }
}

function isBefore<T>(turn: Turn<T>, other: Turn<T> | undefined): boolean {
  if (other === undefined) return true;
  return turn.begins < other.begins || (turn.begins === other.begins && turn.order < other.order);
}
