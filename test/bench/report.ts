/** One figure of a benchmark. */
export interface Figure {
  readonly suite: string;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it was measured with: board size, threads, batch, … */
  readonly config: Readonly<Record<string, string | number>>;
}

/** A benchmark suite: measures, and hands over each figure as it is ready. */
export type Suite = (report: (figure: Omit<Figure, 'suite'>) => void) => Promise<void> | void;

/** A figure as one line of JSON. */
export function asJson(figure: Figure): string {
  return JSON.stringify(figure);
}

/** A figure as one line of a table for people. */
export function asText({ name, value, unit, config }: Figure): string {
  const settings = Object.entries(config)
    .map(([key, setting]) => `${key} ${setting}`)
    .join(', ');
  return `${name.padEnd(44)} ${readable(value).padStart(12)} ${unit.padEnd(14)} ${settings}`;
}

/** Three significant digits at least, thousands in groups. */
function readable(value: number): string {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toLocaleString('en-US', {
    minimumFractionDigits: Math.min(digits, 4),
    maximumFractionDigits: Math.min(digits, 4),
  });
}
