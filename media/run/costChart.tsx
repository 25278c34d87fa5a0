import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { amountText, dollars } from '../../src/model/spendText.ts';
import type { Series } from './costSeries.ts';

const height = 180;

/** The lines of one measure over time. For the eye alone: the words and the table beside it say the same. */
export function CostChart({ series }: { readonly series: Series }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = place.current;
    if (box === null) return undefined;
    let chart = drawChart(box, series);
    const redraw = (): void => {
      chart.destroy();
      chart = drawChart(box, series);
    };
    const size = new ResizeObserver(() => chart.setSize({ width: box.clientWidth, height }));
    size.observe(box);
    // VS Code says the theme by the classes of the body.
    const theme = new MutationObserver(redraw);
    theme.observe(document.body, { attributes: true, attributeFilter: ['class'] });
    return () => {
      size.disconnect();
      theme.disconnect();
      chart.destroy();
    };
  }, [series]);
  return <div class="chart" ref={place} aria-hidden="true" />;
}

function drawChart(box: HTMLElement, { measure, minutes, used, limit, usual }: Series): uPlot {
  const style = getComputedStyle(box);
  const color = (name: string, instead: string): string =>
    style.getPropertyValue(`--vscode-${name}`).trim() || style.getPropertyValue(`--vscode-${instead}`).trim();
  const text = color('foreground', 'editor-foreground');
  const grid = { stroke: color('editorWidget-border', 'contrastBorder'), width: 1 };
  const say = measure === 'tokens' ? amountText : dollars;
  const flat = (value: number | undefined): (number | null)[] => minutes.map(() => value ?? null);
  const axis = { stroke: text, grid, ticks: grid, font: `11px ${style.fontFamily}` };
  const options: uPlot.Options = {
    width: Math.max(200, box.clientWidth),
    height,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false }, y: { range: (_chart, _low, high) => [0, high === 0 ? 1 : high * 1.1] } },
    axes: [
      { ...axis, values: (_chart, values) => values.map((value) => `${value} min`) },
      { ...axis, size: 64, values: (_chart, values) => values.map(say) },
    ],
    series: [
      {},
      { stroke: color('charts-blue', 'foreground'), width: 2, points: { show: true } },
      { stroke: color('charts-red', 'foreground'), width: 1, dash: [8, 4], points: { show: false } },
      { stroke: color('charts-green', 'foreground'), width: 1, dash: [2, 4], points: { show: false } },
    ],
  };
  return new uPlot(options, [[...minutes], [...used], flat(limit), flat(usual?.middle)], box);
}
