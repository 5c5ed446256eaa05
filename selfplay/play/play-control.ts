const STOP = 0; // from here on, one word for each task
const MOST_TASKS = 256; // numbers are used again after so many
const CHAMPION = MOST_TASKS;
const NEXT = MOST_TASKS + 1;
const WORDS = MOST_TASKS + 2;

/** What the main thread and the threads that play tell each other, in memory that they share. */
export class PlayControl {
  private readonly words: Int32Array;
  private readonly threshold: Float64Array;

  /** A control of its own, or a view of another's memory. */
  constructor(readonly memory: SharedArrayBuffer = new SharedArrayBuffer(4 * WORDS + 8)) {
    this.words = new Int32Array(memory, 0, WORDS);
    this.threshold = new Float64Array(memory, 4 * WORDS, 1);
  }

  /** Asks one task to leave its games as they are, or lets it play. */
  setStopped(task: number, stopped: boolean): void {
    Atomics.store(this.words, STOP + (task % MOST_TASKS), Number(stopped));
  }

  isStopped(task: number): boolean {
    return Atomics.load(this.words, STOP + (task % MOST_TASKS)) !== 0;
  }

  /** The champion that plays, by its number in the run. */
  get champion(): number {
    return Atomics.load(this.words, CHAMPION);
  }

  set champion(number: number) {
    Atomics.store(this.words, CHAMPION, number);
  }

  /** Below which value games are given up; undefined for never. Read while it is written, it may be the old one. */
  get resignBelow(): number | undefined {
    const value = this.threshold[0];
    return value === 0 ? undefined : value;
  }

  set resignBelow(value: number | undefined) {
    this.threshold[0] = value ?? 0;
  }

  /** How many tickets have been drawn, or more. */
  get ticketsTaken(): number {
    return Atomics.load(this.words, NEXT);
  }

  /** Draws the next ticket for a game, from 0 on: each is given out once. */
  takeTicket(): number {
    return Atomics.add(this.words, NEXT, 1);
  }
}
