import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type uPlot from 'uplot';
import type { RunInfo } from '../../messages/runs.js';
import { Plot } from '../chart/plot.js';
import { bandOptions, lineOptions } from './chart-options.js';
import { countColumns, eloColumns, lossColumns, paceColumns, type Columns } from './series.js';

const HEIGHT = 210;

/** How a run goes, over its hours or games. */
export function Charts({ run }: { run: RunInfo }): JSX.Element {
  const { metrics, ratings } = run;
  const losses = useMemo(() => lossColumns(metrics), [metrics]);
  const elo = useMemo(() => eloColumns(ratings), [ratings]);
  const pace = useMemo(() => paceColumns(metrics), [metrics]);
  const games = useMemo(() => countColumns(metrics, 'games'), [metrics]);
  const length = useMemo(() => countColumns(metrics, 'gameLength'), [metrics]);
  const lossOptions = useMemo(
    () => () => lineOptions(losses.names, 2, 'hours'),
    [losses.names.join()],
  );
  return (
    <section class="charts" aria-label="Charts">
      <Chart
        title="Elo of champions, with 95 % intervals"
        axis="games"
        data={elo}
        options={bandOptions}
        width="is-wide"
      />
      <Chart
        title="Loss"
        width="is-half"
        axis="hours"
        data={losses.columns}
        options={lossOptions}
        key={losses.names.join()}
      />
      <Chart title="Games" axis="hours" data={games} options={oneLine} />
      <Chart title="Games an hour" axis="hours" data={[pace[0], pace[1]]} options={oneLine} />
      <Chart title="Positions a second" axis="hours" data={[pace[0], pace[2]]} options={oneLine} />
      <Chart title="Moves a game" axis="hours" data={length} options={oneLine} />
    </section>
  );
}

const oneLine = (): Omit<uPlot.Options, 'width' | 'height'> => lineOptions([''], 0, 'hours');

function Chart({
  title,
  axis,
  data,
  options,
  width = '',
}: {
  title: string;
  axis: string;
  data: Columns;
  options: () => Omit<uPlot.Options, 'width' | 'height'>;
  width?: '' | 'is-wide' | 'is-half';
}): JSX.Element {
  const isEmpty = data[0].length === 0;
  return (
    <figure class={`card chart ${width}`}>
      <figcaption>
        <b>{title}</b> <small>by {axis}</small>
      </figcaption>
      {isEmpty ? (
        <p class="chart-empty" style={{ height: `${HEIGHT}px` }}>
          Nothing yet
        </p>
      ) : (
        <Plot label={title} height={HEIGHT} data={data as uPlot.AlignedData} options={options} />
      )}
    </figure>
  );
}
