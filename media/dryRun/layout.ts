import type { Life, Station } from '../../src/model/life.ts';

/** Pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A frame around what is done for each item, or again in each pass. */
export interface Frame extends Box {
  readonly within: 'item' | 'pass';
}

/** Where a way goes, as an SVG path, and where its label begins. */
export interface Way {
  readonly path: string;
  readonly label: string;
  readonly at: { readonly x: number; readonly y: number };
  readonly back: boolean;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<string, Box>;
  readonly frames: readonly Frame[];
  readonly ways: readonly Way[];
}

const station = { width: 232, height: 50 };
/** Between two stations; with room for a label. */
const gap = 22;
const labelledGap = 34;
/** Between a frame and what is in it, and for the frame's name. */
const padding = 12;
const nameHeight = 24;
/** Between the stations and the way back beside them. */
const aside = 22;

const depths = { run: 0, item: 1, pass: 2 } as const;
/** All stations stand in one column, in from the edge by two frames. */
const left = 2 * padding + 2;

/**
 * Where everything stands. The life of a run is a chain with one way back, so one station stands below the other, the way
 * back goes beside them, and the frames are around their own.
 */
export function layoutOf({ stations, ways }: Life): Layout {
  const boxes = stack(stations, (id) => ways.some((way) => way.from === id && !way.back && way.label !== ''));
  const drawn = ways.map((way) => (way.back ? backWay(way, boxes) : downWay(way, boxes)));
  // A loop without items has one piece of work, and nothing is done for each.
  const around = stations.some(({ kind }) => kind === 'items') ? (['item', 'pass'] as const) : (['pass'] as const);
  const frames = around.map((within) => frameOf(within, stations, boxes)).filter((one) => one !== undefined);
  const bottoms = [...boxes.values(), ...frames].map(({ top, height }) => top + height);
  return {
    width: left + station.width + aside + 2 * padding + 2,
    height: Math.max(0, ...bottoms) + 2,
    boxes,
    frames,
    ways: drawn,
  };
}

function stack(stations: readonly Station[], isLabelled: (id: string) => boolean): ReadonlyMap<string, Box> {
  const boxes = new Map<string, Box>();
  let top = 2;
  let depth = 0;
  for (const { id, within } of stations) {
    const now = depths[within];
    top += now > depth ? (now - depth) * nameHeight : (depth - now) * padding;
    boxes.set(id, { left, top, ...station });
    top += station.height + (isLabelled(id) ? labelledGap : gap);
    depth = now;
  }
  return boxes;
}

type Named = Life['ways'][number];

function downWay({ from, to, label }: Named, boxes: ReadonlyMap<string, Box>): Way {
  const [above, below] = [boxOf(boxes, from), boxOf(boxes, to)];
  const x = above.left + above.width / 2;
  const y = above.top + above.height;
  return { path: `M ${x} ${y} V ${below.top - 1}`, label, at: { x: x + 8, y: y + 25 }, back: false };
}

function backWay({ from, to, label }: Named, boxes: ReadonlyMap<string, Box>): Way {
  const [last, first] = [boxOf(boxes, from), boxOf(boxes, to)];
  const edge = last.left + last.width;
  const [start, end] = [last.top + last.height / 2, first.top + first.height / 2];
  const round = 8;
  const path = `M ${edge} ${start} h ${aside - 2 - round} q ${round} 0 ${round} ${-round} V ${end + round} q 0 ${-round} ${-round} ${-round} H ${edge + 1}`;
  return { path, label, at: { x: edge + aside + 2, y: (start + end) / 2 }, back: true };
}

/** Every way leads from a station to a station. */
const boxOf = (boxes: ReadonlyMap<string, Box>, id: string): Box => boxes.get(id) ?? { left, top: 0, ...station };

function frameOf(
  within: Frame['within'],
  stations: readonly Station[],
  boxes: ReadonlyMap<string, Box>,
): Frame | undefined {
  const inside = stations.filter((one) => depths[one.within] >= depths[within]).map(({ id }) => boxOf(boxes, id));
  const [first, last] = [inside[0], inside.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const isOuter = within === 'item';
  const firstIsInner = isOuter && first === boxOf(boxes, stations.find((one) => one.within === 'pass')?.id ?? '');
  const top = first.top - nameHeight - (firstIsInner ? nameHeight : 0);
  const room = isOuter ? 2 * padding : padding;
  const bottom = last.top + last.height + padding;
  return { within, left: left - room, top, width: station.width + aside + 2 * room, height: bottom - top };
}
