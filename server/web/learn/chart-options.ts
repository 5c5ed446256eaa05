import type uPlot from 'uplot';
import { short } from '../app/numbers.js';
import { ink } from '../chart/ink.js';

type Options = Omit<uPlot.Options, 'width' | 'height'>;

const FONT = '11px system-ui, sans-serif';

/** Plain lines over a linear axis; `digits` of the values that are shown. */
export function lineOptions(names: readonly string[], digits: number, axis: string): Options {
  const colours = [
    ink('--accent'),
    ink('--quiet'),
    ink('--line-3'),
    ink('--line-4'),
    ink('--line-5'),
  ];
  return {
    ...axesAndScales(),
    legend: { show: names.length > 1, live: true },
    series: [
      { label: axis, value: (_, value) => shown(value, 2) },
      ...names.map((label, i) => ({
        label,
        stroke: colours[i % colours.length],
        width: i === 0 ? 2 : 1.25,
        spanGaps: true,
        points: { show: false },
        value: (_: uPlot, value: number | null) => shown(value, digits),
      })),
    ],
  };
}

/** A line within a band: the value, its upper and its lower end. */
export function bandOptions(): Options {
  const accent = ink('--accent');
  const edge = { stroke: 'transparent', points: { show: false } };
  return {
    ...axesAndScales(),
    series: [
      {},
      { label: 'Elo', stroke: accent, width: 2, points: { show: true, size: 6, fill: accent } },
      { label: 'high', ...edge },
      { label: 'low', ...edge },
    ],
    bands: [{ series: [2, 3], fill: ink('--accent-wash') }],
  };
}

function axesAndScales(): Pick<Options, 'axes' | 'scales' | 'padding'> {
  const stroke = ink('--quiet');
  const common = { stroke, font: FONT, ticks: { show: false } };
  return {
    padding: [8, 18, 0, 0],
    scales: { x: { time: false } },
    axes: [
      { ...common, grid: { show: false }, size: 24, values: (_, splits) => splits.map(label) },
      {
        ...common,
        grid: { stroke: ink('--hair'), width: 1 },
        size: 46,
        values: (_, splits) => splits.map(label),
      },
    ],
  };
}

function label(value: number): string {
  return Math.abs(value) >= 1000 ? short(value) : String(Number(value.toFixed(3)));
}

function shown(value: number | null, digits: number): string {
  return value === null ? '–' : value.toFixed(digits);
}
