import type { Spend } from '../../model/spend.ts';
import { amountText, costText } from '../../model/spendText.ts';
import { fitted } from '../text/fitted.ts';
import { inert } from '../text/inert.ts';
import type { Paint } from '../text/paint.ts';
import { inColourOf, signedStatus } from '../text/statusText.ts';
import { secondsText } from '../text/timeText.ts';
import type { TopRow } from './topRow.ts';
import { chosenAt, type TopView } from './topView.ts';

/** All that a frame is made of. */
export interface Frame {
  readonly repository: string;
  /** All rows, and those that the filter lets through. */
  readonly all: readonly TopRow[];
  readonly rows: readonly TopRow[];
  readonly view: TopView;
  /** The chosen run whole, while its details are looked at; undefined while they are fetched. */
  readonly details?: readonly string[];
  readonly today?: Spend;
  /** What became of the last act, or of the connection. */
  readonly message: string;
  readonly now: number;
}

interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Lines above and below the rows. */
const around = 5;

/** How many rows fit. */
export const pageOf = ({ rows }: Size): number => Math.max(1, rows - 1 - around);

/** The lines of a frame, none wider than the window and no more than fit in it. */
export function frameLines(frame: Frame, size: Size, paint: Paint): readonly string[] {
  const { view } = frame;
  const line = (text: string) => fitted(text, size.columns).trimEnd();
  const page = pageOf(size);
  const body =
    view.mode === 'help'
      ? helpLines.map(line)
      : view.mode === 'details'
        ? (frame.details ?? ['Reading …']).slice(view.top, view.top + page).map(line)
        : rowLines(frame, size, paint);
  const filled = [...body.slice(0, page + 1), ...Array<string>(Math.max(0, page + 1 - body.length)).fill('')];
  return [
    paint.bold(line(`loopwright top  ${inert(frame.repository)}`)),
    line(countsText(frame)),
    ...filled,
    '',
    lastLine(frame, size, paint),
  ];
}

/** `3 running · 1 waiting for you · today 120.0k tokens, $1.20` */
function countsText({ all, rows, today, view }: Frame): string {
  const count = (status: string) => all.filter(({ summary }) => summary.status === status).length;
  const isCut = view.filter !== '' || view.waitsOnly;
  return [
    `${count('running')} running`,
    `${count('waiting')} waiting for you`,
    ...(today === undefined ? [] : [`today ${amountText(today.tokens ?? 0)} tokens, ${costText(today.costUsd)}`]),
    ...(isCut ? [`${rows.length} of ${all.length} shown`] : []),
  ].join(' · ');
}

const stateColumns = 17;
const timeColumns = 11;
const spendColumns = 18;

/** The table with its heading, so scrolled that the chosen row is in sight. */
function rowLines(frame: Frame, size: Size, paint: Paint): readonly string[] {
  const { rows, view } = frame;
  if (rows.length === 0) return [emptyText(frame)].map((text) => fitted(text, size.columns).trimEnd());
  const at = chosenAt(rows, view);
  const page = pageOf(size);
  const first = Math.max(0, Math.min(at - Math.floor(page / 2), rows.length - page));
  const shown = rows.slice(first, first + page);
  const heading = cells(['state', 'loop', 'doing', 'spend', 'time'], size).join('  ');
  return [
    paint.dim(`  ${heading}`.trimEnd()),
    ...shown.map((row, index) => rowLine(row, { ...frame, isChosen: first + index === at }, size, paint)),
  ];
}

function rowLine(
  { summary, about, spend }: TopRow,
  { now, isChosen }: { readonly now: number; readonly isChosen: boolean },
  size: Size,
  paint: Paint,
): string {
  const end = summary.finishedAt === undefined ? now : Date.parse(summary.finishedAt);
  const time = secondsText(Math.max(0, Math.floor((end - Date.parse(summary.startedAt)) / 1000)));
  const [state = '', loop = '', ...rest] = cells(
    [signedStatus(summary.status), inert(summary.loop), about, spend, time],
    size,
  );
  const name = isChosen ? paint.bold(loop) : loop;
  return `${isChosen ? '> ' : '  '}${[inColourOf(summary.status, state, paint), name, ...rest].join('  ')}`.trimEnd();
}

/** Five texts in the columns that the width has room for: in a narrow window the spend goes first, then the time. */
function cells(texts: readonly [string, string, string, string, string], { columns }: Size): readonly string[] {
  const [state, loop, about, spend, time] = texts;
  const withSpend = columns >= 90;
  const withTime = columns >= 60;
  const loopColumns = Math.min(24, Math.max(8, Math.floor(columns / 5)));
  const taken =
    2 + stateColumns + 2 + loopColumns + 2 + (withSpend ? spendColumns + 2 : 0) + (withTime ? timeColumns + 2 : 0);
  return [
    fitted(state, Math.min(stateColumns, columns - 2)),
    ...(columns < stateColumns + 4 + loopColumns ? [] : [fitted(loop, loopColumns)]),
    ...(columns - taken < 4 ? [] : [fitted(about, columns - taken)]),
    ...(withSpend ? [fitted(spend, spendColumns, 'right')] : []),
    ...(withTime ? [fitted(time, timeColumns, 'right')] : []),
  ];
}

function emptyText({ all, view }: Frame): string {
  if (all.length === 0) return 'Nothing has run here yet. Start with: loopwright run <loop>';
  return view.waitsOnly && view.filter === ''
    ? 'Nothing waits for you. w shows all runs.'
    : 'No run holds that text. Escape shows all runs.';
}

const helpLines = [
  'up, down, page up, page down, home, end   choose a run (also j and k)',
  'Enter      details of the run: items, iterations, what it waits for',
  'f or /     filter by text; Enter keeps it, Escape drops it',
  'w          only what waits for you, and back',
  's          stop the run (asks first)',
  'p          pause the run, or let it go on',
  'Escape     back, and all runs again',
  'q          quit; the runs go on',
  '',
  'Press any key to go back.',
] as const;

const keysText = 'Enter details  f filter  w waiting  s stop  p pause  ? help  q quit';

function lastLine({ view, message, rows }: Frame, { columns }: Size, paint: Paint): string {
  const line = (text: string) => fitted(text, columns).trimEnd();
  const chosen = rows[chosenAt(rows, view)]?.summary;
  switch (view.mode) {
    case 'filter':
      return line(`filter: ${inert(view.filter)}_`);
    case 'stop':
      return paint.yellow(
        line(
          `Stop run ${chosen?.id ?? ''} of ${inert(chosen?.loop ?? '')}? Its branch stays. y stops it, any other key does not.`,
        ),
      );
    case 'details':
      return message === '' ? paint.dim(line('up, down scroll  Escape back  q quit')) : line(inert(message));
    default:
      return message === '' ? paint.dim(line(keysText)) : line(inert(message));
  }
}

/** The table alone, for output that is no terminal. */
export function tableLines(rows: readonly TopRow[], now: number, columns: number, paint: Paint): readonly string[] {
  const size = { columns, rows: rows.length + around + 1 };
  const heading = cells(['state', 'loop', 'doing', 'spend', 'time'], size).join('  ').trimEnd();
  return [heading, ...rows.map((row) => rowLine(row, { now, isChosen: false }, size, paint).slice(2))];
}
