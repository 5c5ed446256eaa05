import { escapeHtml } from './escape.js';
import { formatShort } from './numbers.js';
import { place, ticks, type Range } from './scale.js';

/** A chart: axes, and what is drawn on them. */
export interface Plot {
  readonly title: string;
  /** What stands beside the title: the latest value, say. */
  readonly note: string;
  /** What the chart shows, in a sentence, for those who cannot see it. */
  readonly summary: string;
  readonly xName: string;
  readonly x: Range;
  readonly y: Range;
  /** SVG on a square of 1,000 by 1,000 that is stretched over the chart: lines without a width of their own. */
  readonly marks: string;
  /** HTML laid over the marks. */
  readonly overlay?: string;
  /** Points that can be read off, in thousandths from the left and the top, and what they say. */
  readonly readings: readonly (readonly [number, number, string])[];
  readonly isWide?: boolean;
}

/** Thousandths from the top. */
export function fromTop(y: number, range: Range): number {
  return 1000 - place(y, range);
}

/** A chart as an HTML figure. Text is HTML, so that it keeps its size however wide the chart is. */
export function makePlot(plot: Plot): string {
  const { title, note, summary, xName, x, y } = plot;
  const rows = ticks(y).map((value) => ({ value, top: fromTop(value, y) }));
  const grid = rows.map(({ top }) => `M0 ${top}H1000`).join('');
  return `<figure class="chart${plot.isWide === true ? ' wide' : ''}">
<figcaption><span>${escapeHtml(title)}</span><b>${escapeHtml(note)}</b></figcaption>
<div class="plot" role="img" aria-label="${escapeHtml(summary)}" data-readings="${escapeHtml(JSON.stringify(plot.readings))}">
<svg viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true"><path class="grid" d="${grid}"/>${plot.marks}</svg>
${rows.map(({ value, top }) => label('y', 'top', top, value)).join('')}${xLabels(x)}${plot.overlay ?? ''}
</div>
<p class="axis">${escapeHtml(xName)}</p>
</figure>`;
}

function xLabels(x: Range): string {
  return ticks(x)
    .map((value) => label('x', 'left', place(value, x), value))
    .join('');
}

function label(axis: string, side: string, thousandths: number, value: number): string {
  return `<i class="${axis}" style="${side}:${thousandths / 10}%">${formatShort(value)}</i>`;
}
