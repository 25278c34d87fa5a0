import type { Station } from '../../src/model/life.ts';
import type { Box } from './layout.ts';
import type { Say } from './say.ts';

interface StationButtonProps {
  readonly station: Station;
  readonly chosen: boolean;
  readonly choose: (id: string) => void;
  readonly say: Say;
  /** Where it stands on the stage; one that stands in a list has none. */
  readonly box?: Box | undefined;
}

/** Its facts are shown on focus and press; a press goes to the line, and Enter takes the keyboard there too. */
export function StationButton({ station, chosen, choose, say, box }: StationButtonProps) {
  const { id, kind, title, summary, line } = station;
  const place = line === null ? 'not written, a default' : `line ${line}`;
  return (
    <button
      type="button"
      class={`station ${kind}`}
      id={`station-${id}`}
      title={`${title}: ${summary} (${place})`}
      aria-current={chosen}
      style={placed(box)}
      onFocus={() => choose(id)}
      onClick={({ detail }) => {
        choose(id);
        // A press without a pointer has no count.
        if (line !== null) say({ say: 'go', line, focus: detail === 0 });
      }}
    >
      <span class="title">{title}</span>
      <span class="line" aria-hidden="true">
        {line === null ? 'default' : `:${line}`}
      </span>
      <span class="summary">{summary}</span>
    </button>
  );
}

function placed(box: Box | undefined) {
  if (box === undefined) return {};
  const { left, top, width, height } = box;
  return { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` };
}
