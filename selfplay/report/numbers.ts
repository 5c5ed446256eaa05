/** A number to three or four significant digits, thousands set apart: 12,345, 2.318, 0.00124. */
export function formatNumber(x: number): string {
  const size = Math.abs(x);
  if (size >= 1000 || Number.isInteger(x)) return formatCount(x);
  return trimmed(x.toPrecision(size >= 1 ? 4 : 3));
}

/** A whole number, thousands set apart. */
export function formatCount(x: number): string {
  return minus(Math.round(x).toLocaleString('en-US'));
}

/** A share in [0, 1] as a percentage. */
export function formatShare(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** A time as hours and minutes. */
export function formatHours(hours: number): string {
  const minutes = Math.round(60 * hours);
  if (minutes < 60) return `${minutes} min`;
  return `${formatCount(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}

/** A large number in a few characters: 12.3 k, 4.56 M. */
export function formatShort(x: number): string {
  const size = Math.abs(x);
  if (size >= 1e6) return `${trimmed((x / 1e6).toPrecision(3))} M`;
  if (size >= 1e4) return `${trimmed((x / 1e3).toPrecision(3))} k`;
  return formatNumber(x);
}

function trimmed(digits: string): string {
  return minus(
    digits.includes('.') && !digits.includes('e') ? digits.replace(/\.?0+$/, '') : digits,
  );
}

function minus(digits: string): string {
  return digits.replace('-', '−');
}
