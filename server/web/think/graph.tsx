import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type uPlot from 'uplot';
import { useCommands, useSelect } from '../app/context.js';
import { Plot } from '../chart/plot.js';
import { ink } from '../chart/ink.js';
import { lineThrough } from '../tree/walk.js';
import { graphSeries, scoreBounds } from './series.js';

const HEIGHT = 150;

/** Chance of winning and lead over the game. A click goes to the move. */
export function Graph(): JSX.Element {
  const commands = useCommands();
  const nodes = useSelect((page) => page.game?.nodes);
  const shown = useSelect((page) => page.wanted ?? page.position?.node);
  const line = useMemo(
    () => (nodes === undefined || shown === undefined ? [] : lineThrough(nodes, shown)),
    [nodes, shown],
  );
  const series = useMemo(() => graphSeries(line), [line]);
  const at = line.findIndex(({ id }) => id === shown);
  const data = [series.depth, series.winrate, series.score, series.blunder] as uPlot.AlignedData;
  return (
    <Plot
      label="Black's chance of winning and lead over the game"
      height={HEIGHT}
      data={data}
      marked={at}
      options={options}
      onPick={(index) => {
        const node = line.at(index);
        if (node !== undefined) commands.go(node.id);
      }}
    />
  );
}

function options(): Omit<uPlot.Options, 'width' | 'height'> {
  const quiet = ink('--quiet');
  const hair = ink('--hair');
  const accent = ink('--accent');
  const grid = { stroke: hair, width: 1 };
  const font = '11px system-ui, sans-serif';
  return {
    scales: {
      x: { time: false, range: (plot) => [0, Math.max(10, plot.data[0].at(-1) ?? 0)] },
      '%': { range: [0, 100] },
      points: { range: (plot) => scoreBounds(plot.data[2] as (number | null)[]) },
    },
    axes: [
      {
        stroke: quiet,
        grid: { show: false },
        ticks: { show: false },
        size: 22,
        font,
        gap: 2,
        // The last number would lie on the axis of points.
        values: (plot, splits) =>
          splits.map((n) => (n > 0.95 * (plot.scales['x'].max ?? 0) ? '' : String(n))),
      },
      {
        scale: '%',
        stroke: quiet,
        grid,
        ticks: { show: false },
        size: 34,
        font,
        gap: 4,
        splits: () => [0, 50, 100],
        values: (_, splits) => splits.map((n) => `${n}%`),
      },
      {
        scale: 'points',
        // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- a const enum cannot be imported
        side: 1,
        stroke: quiet,
        grid: { show: false },
        ticks: { show: false },
        size: 34,
        font,
        gap: 4,
        splits: (plot) => {
          const [low, high] = scoreBounds(plot.data[2] as (number | null)[]);
          return [low, 0, high];
        },
        values: (_, splits) => splits.map((n) => (n > 0 ? `+${n}` : n < 0 ? `−${-n}` : '0')),
      },
    ],
    series: [
      { label: 'Move' },
      {
        label: 'Black wins, %',
        scale: '%',
        stroke: accent,
        width: 2,
        spanGaps: true,
        points: { show: false },
      },
      {
        label: 'Lead',
        scale: 'points',
        stroke: quiet,
        width: 1,
        dash: [3, 3],
        spanGaps: true,
        points: { show: false },
      },
      {
        label: 'Blunder',
        scale: '%',
        stroke: ink('--bad'),
        width: 0,
        points: { show: true, size: 7, fill: ink('--bad'), width: 0 },
      },
    ],
  };
}
