/** Entries that a key may stand in; the one not used for longest makes room. */
const WAYS = 4;

/**
 * Results of positions seen before, a fixed number of them, by the bits of their input planes: all
 * that the network is shown, so a hit has the very numbers that the network would give. Planes count
 * as equal where 64 bits of hash are: of a million positions kept, one in 10¹³ others is taken for
 * one of them.
 */
export class PositionCache {
  /** Results, [entries, recordLength]; entries are named by where they start. */
  readonly records: Float32Array;
  /** How often a position was looked up, and found. */
  lookups = 0;
  hits = 0;

  private readonly buckets: number;
  /** Entry → the two halves of its key. */
  private readonly keys: Int32Array;
  /** Entry → when it was last used, 0 if it is empty. */
  private readonly used: Float64Array;
  private clock = 0;

  /** Room for `entries` results at least, each of `recordLength` numbers. */
  constructor(
    entries: number,
    readonly recordLength: number,
  ) {
    this.buckets = Math.ceil(entries / WAYS);
    const room = this.buckets * WAYS;
    this.records = new Float32Array(room * recordLength);
    this.keys = new Int32Array(2 * room);
    this.used = new Float64Array(room);
  }

  /** Where the result with that key starts in `records`; −1 if it is not kept. */
  find(low: number, high: number): number {
    this.lookups++;
    const first = this.bucketOf(low);
    for (let entry = first; entry < first + WAYS; entry++) {
      if (!this.holds(entry, low, high)) continue;
      this.hits++;
      this.used[entry] = ++this.clock;
      return entry * this.recordLength;
    }
    return -1;
  }

  /** Makes an entry for that key; where its result is to be written in `records`. */
  insert(low: number, high: number): number {
    const first = this.bucketOf(low);
    let oldest = first;
    for (let entry = first; entry < first + WAYS; entry++) {
      if (this.holds(entry, low, high)) return entry * this.recordLength;
      if (this.used[entry] < this.used[oldest]) oldest = entry;
    }
    this.keys[2 * oldest] = low;
    this.keys[2 * oldest + 1] = high;
    this.used[oldest] = ++this.clock;
    return oldest * this.recordLength;
  }

  private holds(entry: number, low: number, high: number): boolean {
    const { keys, used } = this;
    return used[entry] > 0 && keys[2 * entry] === low && keys[2 * entry + 1] === high;
  }

  private bucketOf(low: number): number {
    return ((low >>> 0) % this.buckets) * WAYS;
  }
}

/**
 * Writes a hash of words `from` to `to` to `out`, from `at` on: low half, high half. Each word is
 * multiplied in as in MurmurHash3 (Appleby 2011). Words take turns in four chains, since a processor
 * multiplies for several at a time; each half takes up all of them.
 */
export function hashWords(
  words: Int32Array,
  from: number,
  to: number,
  out: Int32Array,
  at: number,
): void {
  let a = 0x2f0b4c47;
  let b = 0x66ee0fa5;
  let c = 0x1d8e4e27;
  let d = 0x5bd1e995;
  let i = from;
  for (; i + 1 < to; i += 2) {
    const first = words[i];
    const second = words[i + 1];
    a = mix(a, first);
    b = mix(b, second);
    c = mixOtherwise(c, first);
    d = mixOtherwise(d, second);
  }
  if (i < to) {
    a = mix(a, words[i]);
    c = mixOtherwise(c, words[i]);
  }
  out[at] = finish(mix(mix(finish(a), b), c ^ Math.imul(d, 0x9e3779b1)));
  out[at + 1] = finish(mixOtherwise(mixOtherwise(finish(c), d), b ^ Math.imul(a, 0x85ebca77)));
}

function mix(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0xcc9e2d51);
  return (product << 15) | (product >>> 17);
}

/** With another factor and another turn, so that what one chain takes for alike this one does not. */
function mixOtherwise(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x1b873593);
  return (product << 13) | (product >>> 19);
}

function finish(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
