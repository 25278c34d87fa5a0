/** A rectangle in parts of the whole: from 0 to 1. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Something that is drawn as large as its weight. */
export interface Tile<T> extends Rect {
  readonly of: T;
}

/**
 * Lays things out in a rectangle, each with an area like its weight and as square as can be (Bruls, Huizing and van Wijk,
 * "Squarified treemaps", 2000). `aspect`: width over height of what it is drawn in. Things without weight are left out.
 */
export function squarified<T>(
  all: readonly T[],
  weigh: (one: T) => number,
  aspect: number,
  inside: Rect = { x: 0, y: 0, width: 1, height: 1 },
): readonly Tile<T>[] {
  const left = all.filter((one) => weigh(one) > 0).sort((a, b) => weigh(b) - weigh(a));
  // Worked out in units in which the whole is as wide as it is drawn, and 1 high.
  let free: Rect = { ...inside, x: inside.x * aspect, width: inside.width * aspect };
  let weight = left.reduce((sum, one) => sum + weigh(one), 0);
  const tiles: Tile<T>[] = [];
  while (left.length > 0) {
    const perWeight = (free.width * free.height) / weight;
    const side = Math.min(free.width, free.height);
    const row = [left.shift() as T];
    const areas = () => row.map((one) => weigh(one) * perWeight);
    for (let next = left[0]; next !== undefined; next = left[0]) {
      if (worst([...areas(), weigh(next) * perWeight], side) > worst(areas(), side)) break;
      row.push(next);
      left.shift();
    }
    const sum = areas().reduce((a, b) => a + b, 0);
    tiles.push(...rowTiles(row, areas(), free, sum));
    free = rest(free, sum);
    weight = left.reduce((total, one) => total + weigh(one), 0);
  }
  return tiles.map((tile) => ({ ...tile, x: tile.x / aspect, width: tile.width / aspect }));
}

/** How far from square the worst of a row is; 1 is square. */
function worst(areas: readonly number[], side: number): number {
  const sum = areas.reduce((a, b) => a + b, 0);
  const [most, least] = [Math.max(...areas), Math.min(...areas)];
  return Math.max((side * side * most) / (sum * sum), (sum * sum) / (side * side * least));
}

/** A row stands along the shorter side of what is free. */
function rowTiles<T>(row: readonly T[], areas: readonly number[], free: Rect, sum: number): readonly Tile<T>[] {
  const isUpright = free.width >= free.height;
  const thick = sum / (isUpright ? free.height : free.width);
  let at = isUpright ? free.y : free.x;
  return row.map((of, index) => {
    const length = (areas[index] ?? 0) / thick;
    const start = at;
    at += length;
    return isUpright
      ? { of, x: free.x, y: start, width: thick, height: length }
      : { of, x: start, y: free.y, width: length, height: thick };
  });
}

function rest(free: Rect, sum: number): Rect {
  if (free.width >= free.height) {
    const thick = sum / free.height;
    return { ...free, x: free.x + thick, width: Math.max(0, free.width - thick) };
  }
  const thick = sum / free.width;
  return { ...free, y: free.y + thick, height: Math.max(0, free.height - thick) };
}
