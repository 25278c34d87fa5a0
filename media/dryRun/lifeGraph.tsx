import type { Life } from '../../src/model/life.ts';
import { type Frame, layoutOf, type Way } from './layout.ts';
import type { Say } from './say.ts';
import { StationButton } from './stationButton.tsx';

interface LifeGraphProps {
  readonly life: Life;
  readonly chosen: string;
  readonly choose: (id: string) => void;
  readonly say: Say;
}

/** The stations of a run, one below the other, with the ways between them. */
export function LifeGraph({ life, chosen, choose, say }: LifeGraphProps) {
  const { width, height, boxes, frames, ways } = layoutOf(life);
  return (
    <section class="stage" aria-label="The life of a run" style={{ width: `${width}px`, height: `${height}px` }}>
      <svg class="ways" aria-hidden="true" width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
        <defs>
          <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
            <path d="M 0 0.5 L 7 4 L 0 7.5 z" />
          </marker>
        </defs>
        {frames.map((frame) => (
          <FrameAround key={frame.within} {...frame} />
        ))}
        {ways.map((way) => (
          <WayBetween key={way.path} {...way} />
        ))}
      </svg>
      {life.stations.map((station) => (
        <StationButton
          key={station.id}
          station={station}
          chosen={station.id === chosen}
          choose={choose}
          say={say}
          box={boxes.get(station.id)}
        />
      ))}
    </section>
  );
}

const frameNames = { item: 'for each item', pass: 'again and again' } as const;

function FrameAround({ within, left, top, width, height }: Frame) {
  return (
    <>
      <rect class={`frame ${within}`} x={left} y={top} width={width} height={height} rx="6" />
      <text class="name" x={left + 10} y={top + 16}>
        {frameNames[within]}
      </text>
    </>
  );
}

/** The label stands beside the way; that of the way back stands upright along it. */
function WayBetween({ path, label, at: { x, y }, back }: Way) {
  const turned = back ? { transform: `rotate(-90 ${x} ${y})`, 'text-anchor': 'middle' as const, dy: '9' } : {};
  return (
    <>
      <path class={back ? 'way back' : 'way'} d={path} marker-end="url(#arrow)" />
      {label === '' ? null : (
        <text class="label" x={x} y={y} {...turned}>
          {label}
        </text>
      )}
    </>
  );
}
