/** Finds the place of a code in a list: a hash table with open addressing. */
export class CodeIndex {
  /** How many codes there are. */
  readonly length: number;
  private readonly mask: number;
  /** Two words an entry: the code, −1 where there is none, and its place. */
  private readonly entries: Int32Array;

  /** Of codes from 0 up, each once. */
  constructor(codes: Int32Array) {
    this.length = codes.length;
    let size = 16;
    while (size < 2 * codes.length) size *= 2;
    this.mask = size - 1;
    this.entries = new Int32Array(2 * size).fill(-1);
    codes.forEach((code, place) => {
      const at = this.entryOf(code);
      this.entries[at] = code;
      this.entries[at + 1] = place;
    });
  }

  /** The place of a code in the list; its length for one that is not listed. */
  find(code: number): number {
    const at = this.entryOf(code);
    return this.entries[at] < 0 ? this.length : this.entries[at + 1];
  }

  /** Where a code is, or would be. */
  private entryOf(code: number): number {
    const { entries, mask } = this;
    let slot = (Math.imul(code, 0x9e3779b1) >>> 8) & mask;
    while (entries[2 * slot] >= 0 && entries[2 * slot] !== code) slot = (slot + 1) & mask;
    return 2 * slot;
  }
}
