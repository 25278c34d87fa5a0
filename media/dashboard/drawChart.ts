import uPlot from 'uplot';
import { type Chart, topAt } from './chart.ts';
import type { Palette } from './palette.ts';
import { patternOf } from './patterns.ts';

/** Pixels. */
const fontSize = 11;
const height = 190;
const axisGap = 6;
const labelRoom = 1.16;

/** Draws a chart into an element, as wide as that is. */
export function drawChart(
  chart: Chart,
  palette: Palette,
  target: HTMLElement,
  pointed: (index: number | undefined) => void,
): uPlot {
  const count = chart.positions.length;
  const xs = chart.positions.map((_, index) => index);
  // What stands behind is drawn first: the highest edge.
  const layers = chart.layers.map((layer, index) => ({ layer, index })).reverse();
  const options: uPlot.Options = {
    width: target.clientWidth,
    height,
    padding: [14, 8, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    scales: { x: { time: false, range: [-0.5, count - 0.5] }, y: { range: (_plot, _min, max) => rangeOf(chart, max) } },
    axes: [bottomAxis(chart, palette), leftAxis(chart, palette)],
    series: [{}, ...layers.map(({ index }) => seriesOf(chart, index, palette))],
    hooks: {
      draw: [(plot) => drawLimit(plot, chart, palette), (plot) => drawLabels(plot, chart, palette)],
      setCursor: [({ cursor }) => pointed(cursor.idx ?? undefined)],
    },
  };
  return new uPlot(options, [xs, ...layers.map(({ layer }) => layer.edges.map((edge) => drawn(chart, edge)))], target);
}

/** A bar of nothing is no bar: its line along the bottom would look like a little of something. */
const drawn = ({ as }: Chart, edge: number | null): number | null => (as === 'bars' && edge === 0 ? null : edge);

/** Room for the words above the highest bar, and for the limit. */
function rangeOf({ limit }: Chart, max: number | null): [number, number] {
  const highest = Math.max(max ?? 0, limit?.at ?? 0);
  return [0, highest === 0 ? 1 : highest * labelRoom];
}

const font = ({ family }: Palette): string => `${fontSize}px ${family}`;

function bottomAxis({ positions }: Chart, palette: Palette): uPlot.Axis {
  return {
    stroke: palette.quiet,
    font: font(palette),
    gap: axisGap,
    size: fontSize + 2 * axisGap + 4,
    grid: { show: false },
    ticks: { show: false },
    border: { show: true, stroke: palette.quiet, width: 1 },
    incrs: [1, 2, 7, 14, 28],
    space: 56,
    values: (_plot, splits) => splits.map((at) => positions[at] ?? ''),
  };
}

function leftAxis({ axisWords, isWhole }: Chart, palette: Palette): uPlot.Axis {
  return {
    stroke: palette.quiet,
    font: font(palette),
    gap: axisGap,
    space: 40,
    size: (_plot, values) => Math.max(24, ...(values ?? []).map((value) => value.length * fontSize * 0.62)) + axisGap,
    grid: { stroke: palette.grid, width: 1 },
    ticks: { show: false },
    values: (_plot, splits) => splits.map(axisWords),
    ...(isWhole ? { incrs: wholeSteps } : {}),
  };
}

const wholeSteps = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((power) => [1, 2, 5].map((step) => step * 10 ** power));

function seriesOf({ as }: Chart, index: number, palette: Palette): uPlot.Series {
  const color = palette.charts[index % palette.charts.length] ?? palette.foreground;
  if (as === 'line') {
    const points = { show: true, size: 7, stroke: color, fill: color };
    return { stroke: color, width: 2, points };
  }
  const fill = patternOf(index, color, palette.background);
  const paths = uPlot.paths.bars?.({ size: [0.72, 44] });
  return { stroke: color, width: 1, fill: () => fill, points: { show: false }, ...(paths ? { paths } : {}) };
}

function drawLimit({ ctx, bbox, valToPos }: uPlot, { limit }: Chart, palette: Palette): void {
  if (limit === undefined) return;
  const y = Math.round(valToPos(limit.at, 'y', true)) + 0.5;
  const ratio = window.devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = palette.warning;
  ctx.lineWidth = 1.5 * ratio;
  ctx.setLineDash([6 * ratio, 4 * ratio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.font = `${fontSize * ratio}px ${palette.family}`;
  ctx.fillStyle = palette.foreground;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'bottom';
  ctx.fillText(limit.words, bbox.left + bbox.width, y - 2 * ratio);
  ctx.restore();
}

function drawLabels({ ctx, bbox, valToPos }: uPlot, chart: Chart, palette: Palette): void {
  const ratio = window.devicePixelRatio;
  const room = bbox.width / chart.positions.length;
  ctx.save();
  ctx.font = `${fontSize * ratio}px ${palette.family}`;
  ctx.fillStyle = palette.foreground;
  // Around the words, so that no line of the grid runs through them.
  ctx.strokeStyle = palette.background;
  ctx.lineWidth = 4 * ratio;
  ctx.lineJoin = 'round';
  ctx.textAlign = 'center';
  ctx.textBaseline = 'bottom';
  chart.labels.forEach((label, index) => {
    // Two that would lie upon each other say less than none; a question mark always has room.
    if (label === undefined || (label.length > 1 && ctx.measureText(label).width > room * 1.15)) return;
    const y = valToPos(topAt(chart, index), 'y', true);
    const [left, bottom] = [valToPos(index, 'x', true), y - (chart.as === 'line' ? 6 : 3) * ratio];
    ctx.strokeText(label, left, bottom);
    ctx.fillText(label, left, bottom);
  });
  ctx.restore();
}
