/**
 * Reads a decimal number, with a comma for the point too, as people write komi and margins;
 * undefined if it is none, or not finite.
 */
export function parseReal(text: string): number | undefined {
  if (!/^[-+]?(\d+([.,]\d*)?|[.,]\d+)(e[-+]?\d+)?$/i.test(text)) return undefined;
  const value = Number(text.replace(',', '.'));
  return Number.isFinite(value) ? value + 0 : undefined; // no minus zero
}
