import type { Key } from './superko.js';

/**
 * The keys of a game's positions, last in first out, with the count of each at hand: a hash table
 * with linear probing, where the last key added is always the last of its probe, so that taking it
 * back is clearing its slot. Grows as needed.
 */
export class KeyStack {
  private capacity = 64;
  private low = new Int32Array(this.capacity);
  private high = new Int32Array(this.capacity);
  private taken = new Uint8Array(this.capacity);
  /** The slots in the order in which they were filled. */
  private slots = new Int32Array(this.capacity);
  private size = 0;

  get length(): number {
    return this.size;
  }

  /** Adds a key. */
  push(key: Key): void {
    if (2 * this.size >= this.capacity) this.grow();
    this.insert(key[0], key[1]);
  }

  /** Takes back keys until `length` are left. */
  truncate(length: number): void {
    while (this.size > length) this.taken[this.slots[--this.size]] = 0;
  }

  /** Becomes equal to another stack. */
  copyFrom(other: KeyStack): void {
    this.truncate(0);
    while (this.capacity < other.capacity) this.grow();
    for (let i = 0; i < other.size; i++) {
      const slot = other.slots[i];
      this.insert(other.low[slot], other.high[slot]);
    }
  }

  /** How often the key is among those kept. */
  count(key: Key): number {
    const low = key[0];
    const high = key[1];
    let count = 0;
    for (let slot = this.slotOf(low); this.taken[slot] === 1; slot = this.after(slot)) {
      if (this.low[slot] === low && this.high[slot] === high) count++;
    }
    return count;
  }

  private insert(low: number, high: number): void {
    let slot = this.slotOf(low);
    while (this.taken[slot] === 1) slot = this.after(slot);
    this.low[slot] = low;
    this.high[slot] = high;
    this.taken[slot] = 1;
    this.slots[this.size++] = slot;
  }

  private grow(): void {
    const { low, high, slots, size } = this;
    this.capacity *= 2;
    this.low = new Int32Array(this.capacity);
    this.high = new Int32Array(this.capacity);
    this.taken = new Uint8Array(this.capacity);
    this.slots = new Int32Array(this.capacity);
    this.size = 0;
    for (let i = 0; i < size; i++) this.insert(low[slots[i]], high[slots[i]]);
  }

  private slotOf(low: number): number {
    return low & (this.capacity - 1);
  }

  private after(slot: number): number {
    return (slot + 1) & (this.capacity - 1);
  }
}
