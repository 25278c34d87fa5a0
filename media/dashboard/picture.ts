import type { Chart } from './chart.ts';
import type { Palette } from './palette.ts';
import { patternOf } from './patterns.ts';

/** Pixels of the screen. */
const margin = 16;
const titleSize = 15;
const textSize = 12;
const lineHeight = 20;
const swatch = 12;

/** A chart as a PNG in base64: title, legend and summary with it, on the background of the theme. */
export function pictureOf(chart: Chart, drawn: HTMLCanvasElement, palette: Palette): string | undefined {
  const ratio = window.devicePixelRatio;
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d');
  if (pen === null) return undefined;
  const width = drawn.width / ratio;
  const legend = chart.layers.length > 1 ? chart.layers.length : 0;
  const top = margin + titleSize + 10 + legend * lineHeight;
  canvas.width = (width + 2 * margin) * ratio;
  canvas.height = (top + lineHeight + margin) * ratio + drawn.height;
  pen.fillStyle = palette.background;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(drawn, margin * ratio, top * ratio);
  pen.scale(ratio, ratio);
  pen.textBaseline = 'top';
  write(pen, palette, chart.title, margin, `600 ${titleSize}px`);
  if (legend > 0) drawLegend(pen, chart, palette);
  write(pen, palette, chart.summary, top + drawn.height / ratio + 6, `${textSize}px`);
  return canvas.toDataURL('image/png').split(',')[1];
}

function write(pen: CanvasRenderingContext2D, palette: Palette, text: string, y: number, font: string): void {
  pen.font = `${font} ${palette.family}`;
  pen.fillStyle = palette.foreground;
  pen.fillText(text, margin, y);
}

function drawLegend(pen: CanvasRenderingContext2D, { layers }: Chart, palette: Palette): void {
  pen.font = `${textSize}px ${palette.family}`;
  layers.forEach(({ name, told }, index) => {
    const color = palette.charts[index % palette.charts.length] ?? palette.foreground;
    const y = margin + titleSize + 10 + index * lineHeight;
    pen.fillStyle = patternOf(index, color, palette.background);
    pen.fillRect(margin, y, swatch, swatch);
    pen.strokeStyle = color;
    pen.strokeRect(margin, y, swatch, swatch);
    pen.fillStyle = palette.foreground;
    pen.fillText(told === '' ? name : `${name}: ${told}`, margin + swatch + 8, y);
  });
}
