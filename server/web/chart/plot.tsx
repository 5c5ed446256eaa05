import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useSelect } from '../app/context.js';
import { ink } from './ink.js';

/** What a plot is made of; sizes are added to the options. */
export interface PlotProps {
  /** What is plotted, for those who do not see it. */
  readonly label: string;
  readonly height: number;
  readonly data: uPlot.AlignedData;
  /** Makes the options, once for light and once for dark. */
  readonly options: () => Omit<uPlot.Options, 'width' | 'height'>;
  /** A place on the horizontal axis that is marked. */
  readonly marked?: number | undefined;
  /** Called with the index of the value that was clicked. */
  readonly onPick?: (index: number) => void;
}

/** A plot that is as wide as its place. */
export function Plot(props: PlotProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const theme = useSelect((page) => page.preferences.theme);
  const scheme = useScheme();
  const { data, marked, height } = props;

  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const made = makePlot(element, latest);
    plot.current = made;
    const observer = new ResizeObserver(() => {
      made.setSize({ width: element.clientWidth, height });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [theme, scheme, height]);
  useEffect(() => {
    plot.current?.setData(data);
  }, [data]);
  useEffect(() => {
    plot.current?.redraw(false);
  }, [marked]);
  return (
    <div
      class="plot"
      ref={place}
      role="img"
      aria-label={props.label}
      style={{ minHeight: `${height}px` }}
    />
  );
}

function makePlot(element: HTMLElement, latest: { readonly current: PlotProps }): uPlot {
  const { options, data, height } = latest.current;
  const made = new uPlot(
    {
      cursor: { y: false, drag: { x: false, y: false } },
      legend: { show: false },
      ...options(),
      width: element.clientWidth,
      height,
      hooks: {
        draw: [
          (plot) => {
            drawMark(plot, latest.current.marked);
          },
        ],
      },
    },
    data,
    element,
  );
  made.over.addEventListener('click', () => {
    const { idx } = made.cursor;
    if (typeof idx === 'number') latest.current.onPick?.(idx);
  });
  return made;
}

/** A line from top to bottom. */
function drawMark(plot: uPlot, marked: number | undefined): void {
  if (marked === undefined || marked < 0) return;
  const x = Math.round(plot.valToPos(marked, 'x', true));
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = ink('--ink');
  ctx.lineWidth = devicePixelRatio;
  ctx.globalAlpha = 0.5;
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}

/** Whether the system is dark: a plot is drawn in fixed colours, anew when they change. */
function useScheme(): boolean {
  const query = useRef(matchMedia('(prefers-color-scheme: dark)'));
  const [isDark, setDark] = useState(query.current.matches);
  useEffect(() => {
    const { current } = query;
    const change = (): void => {
      setDark(current.matches);
    };
    current.addEventListener('change', change);
    return () => {
      current.removeEventListener('change', change);
    };
  }, []);
  return isDark;
}
