import { useEffect, useRef, useState } from 'preact/hooks';
import type uPlot from 'uplot';
import { announce } from '../shared/announce.ts';
import type { Chart } from './chart.ts';
import { AsTable } from './dataTable.tsx';
import { drawChart } from './drawChart.ts';
import { onTheme, readPalette } from './palette.ts';
import { patternOf } from './patterns.ts';
import { pictureOf } from './picture.ts';
import type { Say } from './say.ts';
import type { Table } from './table.ts';
import { csvExport, type Export, Titled } from './titled.tsx';

interface ChartViewProps {
  readonly chart: Chart;
  readonly say: Say;
  /** The text behind it. */
  readonly table: Table;
}

/** A chart with its legend, its table, and the way to have it as a picture. */
export function ChartView({ chart, say, table }: ChartViewProps) {
  const target = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const [pointed, point] = useState<number>();
  const theme = useTheme();
  // Drawn anew with the theme: `theme` only says that it is another one.
  useEffect(() => {
    if (target.current === null) return;
    const made = drawChart(chart, readPalette(), target.current, point);
    plot.current = made;
    const resized = new ResizeObserver(([entry]) => {
      const width = entry?.contentRect.width ?? 0;
      if (width > 0) made.setSize({ width, height: made.height });
    });
    resized.observe(target.current);
    return () => {
      resized.disconnect();
      made.destroy();
    };
  }, [chart, theme]);
  const save = (): void => {
    const drawn = plot.current?.ctx.canvas;
    const png = drawn === undefined ? undefined : pictureOf(chart, drawn, readPalette());
    if (png === undefined) announce('The picture could not be made.');
    else say({ say: 'save-png', name: chart.id, png });
  };
  const picture: Export = { icon: 'device-camera', label: `Export as PNG: ${chart.title}`, save };
  return (
    <section class="chart" aria-labelledby={`chart-${chart.id}`}>
      <Titled level={3} title={chart.title} id={`chart-${chart.id}`} exports={[picture, csvExport(table, say)]} />
      {chart.layers.length > 1 && <Legend chart={chart} theme={theme} />}
      <div class="canvas" role="img" aria-label={`${chart.title}. ${chart.summary}`} ref={target} />
      <p class="readout quiet" aria-hidden="true">
        {(pointed === undefined ? undefined : chart.readouts[pointed]) ?? chart.summary}
      </p>
      <AsTable data={table} />
    </section>
  );
}

/** A number that is another one after the theme has changed. */
function useTheme(): number {
  const [theme, changed] = useState(0);
  useEffect(() => onTheme(() => changed((before) => before + 1)), []);
  return theme;
}

function Legend({ chart, theme }: { readonly chart: Chart; readonly theme: number }) {
  return (
    <ul class="plain legend">
      {chart.layers.map(({ name, told }, index) => (
        <li key={name}>
          <Swatch index={index} theme={theme} />
          {told === '' ? name : `${name}: ${told}`}
        </li>
      ))}
    </ul>
  );
}

/** Pixels. */
const edge = 14;

function Swatch({ index, theme }: { readonly index: number; readonly theme: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const pen = canvas.current?.getContext('2d');
    if (pen === null || pen === undefined) return;
    const { charts, foreground, background } = readPalette();
    const color = charts[index % charts.length] ?? foreground;
    const size = edge * window.devicePixelRatio;
    pen.fillStyle = patternOf(index, color, background);
    pen.fillRect(0, 0, size, size);
    pen.strokeStyle = color;
    pen.strokeRect(0, 0, size, size);
  }, [index, theme]);
  const size = edge * window.devicePixelRatio;
  return (
    <span class="swatch" aria-hidden="true">
      <canvas ref={canvas} width={size} height={size} />
    </span>
  );
}
