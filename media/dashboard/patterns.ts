/** Pixels of the screen: an edge of a tile. */
const size = 8;

type Draw = (pen: CanvasRenderingContext2D) => void;

const stroke =
  (...lines: readonly (readonly [number, number, number, number])[]): Draw =>
  (pen) => {
    pen.beginPath();
    for (const [fromX, fromY, toX, toY] of lines) {
      pen.moveTo(fromX, fromY);
      pen.lineTo(toX, toY);
    }
    pen.stroke();
  };

/** Told apart without colour: filled, rising, falling, dotted, level, upright. The first is the biggest layer's. */
const draws: readonly Draw[] = [
  (pen) => pen.fillRect(0, 0, size, size),
  stroke([-2, 2, 2, -2], [-2, size + 2, size + 2, -2], [size - 2, size + 2, size + 2, size - 2]),
  stroke([-2, size - 2, 2, size + 2], [-2, -2, size + 2, size + 2], [size - 2, -2, size + 2, 2]),
  (pen) => {
    pen.beginPath();
    pen.arc(2, 2, 1.5, 0, 2 * Math.PI);
    pen.arc(6, 6, 1.5, 0, 2 * Math.PI);
    pen.fill();
  },
  stroke([0, 2, size, 2], [0, 6, size, 6]),
  stroke([2, 0, 2, size], [6, 0, 6, size]),
];

/** The fill of a layer: a pattern in its colour on the background, so that what is behind does not shine through. */
export function patternOf(index: number, color: string, background: string): CanvasPattern | string {
  const ratio = window.devicePixelRatio;
  const tile = document.createElement('canvas');
  tile.width = size * ratio;
  tile.height = size * ratio;
  const pen = tile.getContext('2d');
  const draw = draws[index % draws.length];
  if (pen === null || draw === undefined) return color;
  pen.scale(ratio, ratio);
  pen.fillStyle = background;
  pen.fillRect(0, 0, size, size);
  pen.fillStyle = color;
  pen.strokeStyle = color;
  pen.lineWidth = 1.75;
  draw(pen);
  return pen.createPattern(tile, 'repeat') ?? color;
}
