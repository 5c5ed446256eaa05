/**
 * A source of random numbers that is passed in, so that a seed gives the same games again:
 * xoshiro128** (Blackman & Vigna 2018), seeded through SplitMix32.
 */
export class Random {
  /** The whole state, 4 words. A copy of it continues the same sequence. */
  readonly state: Int32Array;

  /** A generator started from any integer. */
  constructor(seed: number) {
    this.state = new Int32Array(4);
    let x = seed | 0;
    for (let i = 0; i < 4; i++) {
      x = (x + 0x9e3779b9) | 0;
      let z = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
      this.state[i] = z ^ (z >>> 15);
    }
  }

  /** 32 random bits, as a signed integer. */
  bits(): number {
    const s = this.state;
    const s1 = s[1];
    const scaled = Math.imul(s1, 5);
    const result = Math.imul((scaled << 7) | (scaled >>> 25), 9);
    const s2 = s[2] ^ s[0];
    const s3 = s[3] ^ s1;
    s[1] = s1 ^ s2;
    s[0] = s[0] ^ s3;
    s[2] = s2 ^ (s1 << 9);
    s[3] = (s3 << 11) | (s3 >>> 21);
    return result;
  }

  /**
   * An integer in [0, n), n at most 1,024. The draws differ in probability by less than one part in
   * 4,000 (n · 2⁻²²), which is the price of doing without a division.
   */
  below(n: number): number {
    return Math.imul(this.bits() >>> 10, n) >>> 22;
  }

  /** A number in [0, 1), with 32 random bits. */
  float(): number {
    return (this.bits() >>> 0) * 2 ** -32;
  }
}
