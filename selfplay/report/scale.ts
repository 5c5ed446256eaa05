/** The ends of an axis. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** What holds all the values, with a little room; never of length 0. */
export function rangeOf(values: readonly number[], room = 0.06): Range {
  const from = values.reduce((a, b) => Math.min(a, b), Infinity);
  const to = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const pad = from < to ? room * (to - from) : Math.max(1e-9, Math.abs(from) * 0.1);
  return { from: from - pad, to: to + pad };
}

/** Where a value lies on an axis, in thousandths of its length from the beginning. */
export function place(value: number, { from, to }: Range): number {
  return Math.round((1000 * (value - from)) / (to - from));
}

/** Round numbers within a range, about so many: 1, 2, 2.5 or 5 times a power of ten apart. */
export function ticks({ from, to }: Range, about = 4): number[] {
  const rough = (to - from) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(from / step - 1e-9);
  const count = Math.floor(to / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
