/** `most` values or so, evenly from all, the last one always among them; all if they are fewer. */
export function thinned<T>(values: readonly T[], most: number): T[] {
  const step = Math.ceil(values.length / most);
  const last = values.length - 1;
  return values.filter((_, i) => i % step === 0 || i === last);
}
