import type { Key } from './screen.ts';
import type { TopRow } from './topRow.ts';

/** What the person looks at, and where they are in it. */
export interface TopView {
  readonly mode: 'list' | 'filter' | 'stop' | 'details' | 'help';
  /** Id of the run that is chosen. */
  readonly chosen?: string;
  /** Only runs that hold this text. */
  readonly filter: string;
  /** Only what waits for a person. */
  readonly waitsOnly: boolean;
  /** First line of the details that is shown. */
  readonly top: number;
}

export const firstView: TopView = { mode: 'list', filter: '', waitsOnly: false, top: 0 };

/** What a key asks for beside another view. */
export type Wish = 'quit' | 'stop' | 'pause' | 'details' | undefined;

/** The rows that are shown, by filter. */
export function shownRows(rows: readonly TopRow[], { filter, waitsOnly }: TopView): readonly TopRow[] {
  const sought = filter.toLowerCase();
  return rows.filter(({ summary, about }) => {
    const waits = summary.finishedAt === undefined && (summary.status === 'waiting' || (summary.waitingCount ?? 0) > 0);
    if (waitsOnly && !waits) return false;
    return `${summary.loop}\n${summary.id}\n${summary.status}\n${about}`.toLowerCase().includes(sought);
  });
}

/** Where the chosen run is among the rows: the first where it is not there, or none was chosen. */
export const chosenAt = (rows: readonly TopRow[], { chosen }: TopView): number =>
  Math.max(
    0,
    rows.findIndex(({ summary }) => summary.id === chosen),
  );

interface Place {
  /** The rows that are shown, and how many of them fit. */
  readonly rows: readonly TopRow[];
  readonly page: number;
  /** Lines of the details. */
  readonly lines: number;
}

/** The view after a key, and what else the key asks for. */
export function pressed(view: TopView, key: Key, place: Place): readonly [TopView, Wish?] {
  if (key === 'ctrl+c') return [view, 'quit'];
  switch (view.mode) {
    case 'filter':
      return [typed(view, key)];
    case 'stop':
      return key === 'y' ? [{ ...view, mode: 'list' }, 'stop'] : [{ ...view, mode: 'list' }];
    case 'help':
      return key === 'q' ? [view, 'quit'] : [{ ...view, mode: 'list' }];
    case 'details':
      return inDetails(view, key, place);
    case 'list':
      return inList(view, key, place);
  }
}

function typed(view: TopView, key: Key): TopView {
  if (key === 'return') return { ...view, mode: 'list' };
  if (key === 'escape') return { ...view, mode: 'list', filter: '' };
  if (key === 'backspace') return { ...view, filter: [...view.filter].slice(0, -1).join('') };
  return [...key].length === 1 && key >= ' ' ? { ...view, filter: view.filter + key } : view;
}

/** How far a key moves, in lines or rows. */
function moved(key: Key, page: number): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    up: -1,
    k: -1,
    down: 1,
    j: 1,
    pageup: -page,
    pagedown: page,
    home: Number.NEGATIVE_INFINITY,
    end: Number.POSITIVE_INFINITY,
  };
  return Object.hasOwn(steps, key) ? steps[key] : undefined;
}

const within = (at: number, count: number): number => Math.max(0, Math.min(count - 1, at));

function inDetails(view: TopView, key: Key, { page, lines }: Place): readonly [TopView, Wish?] {
  const by = moved(key, page);
  if (by !== undefined) return [{ ...view, top: within(view.top + by, Math.max(1, lines - page + 1)) }];
  if (key === 'escape' || key === 'return' || key === 'left' || key === 'backspace') {
    return [{ ...view, mode: 'list', top: 0 }];
  }
  return key === 'q' ? [view, 'quit'] : [view];
}

function inList(view: TopView, key: Key, { rows, page }: Place): readonly [TopView, Wish?] {
  const at = chosenAt(rows, view);
  const here = rows[at]?.summary;
  const by = moved(key, page);
  if (by !== undefined) {
    const next = rows[within(at + by, rows.length)]?.summary.id;
    return [next === undefined ? view : { ...view, chosen: next }];
  }
  // What is chosen stays chosen, whatever comes above it meanwhile.
  const held = here === undefined ? view : { ...view, chosen: here.id };
  const goesOn = here !== undefined && here.finishedAt === undefined;
  switch (key) {
    case 'return':
    case 'right':
      return here === undefined ? [view] : [{ ...held, mode: 'details', top: 0 }, 'details'];
    case 'f':
    case '/':
      return [{ ...view, mode: 'filter' }];
    case 'w':
      return [{ ...view, waitsOnly: !view.waitsOnly }];
    case 's':
      return goesOn ? [{ ...held, mode: 'stop' }] : [view];
    case 'p':
      return goesOn ? [held, 'pause'] : [view];
    case '?':
    case 'h':
      return [{ ...view, mode: 'help' }];
    case 'escape':
      return [{ ...view, filter: '', waitsOnly: false }];
    case 'q':
      return [view, 'quit'];
    default:
      return [view];
  }
}
