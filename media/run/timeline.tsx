import { useRef } from 'preact/hooks';
import type { IterationRow, Phase } from '../../src/protocol/runPageView.ts';
import { durationText } from '../shared/durationText.ts';
import { EmptyState } from '../shared/emptyState.tsx';
import { LookIcon, verdictWord } from '../shared/look.tsx';
import { rove } from '../shared/roving.ts';
import { Elapsed } from './head.tsx';

interface TimelineProps {
  readonly rows: readonly IterationRow[];
  readonly chosen: number | undefined;
  readonly choose: (iteration: number) => void;
  readonly now: () => number;
}

const phaseWords: { readonly [P in Phase]: string } = {
  make: 'make',
  check: 'check',
  verify: 'verify',
  judge: 'judge',
  rest: 'other',
};

/** One row an iteration; their bars are drawn to one scale, so that long ones are seen. One tab stop, arrows inside. */
export function Timeline({ rows, chosen, choose, now }: TimelineProps) {
  const list = useRef<HTMLOListElement>(null);
  if (rows.length === 0) {
    return (
      <EmptyState icon="history" title="No iteration yet">
        <p>The run prepares its worktree, or looks for items. The first iteration appears here when it begins.</p>
      </EmptyState>
    );
  }
  const longest = Math.max(...rows.map((row) => lengthOf(row, now())));
  const at = Math.max(
    0,
    rows.findIndex(({ number }) => number === chosen),
  );
  const go = (event: KeyboardEvent): void => {
    const next = rows[rove(event.key, at, rows.length) ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    choose(next.number);
    list.current?.querySelector<HTMLElement>(`[data-iteration="${next.number}"]`)?.focus();
  };
  return (
    <ol class="plain timeline" ref={list}>
      {rows.map((row, index) => (
        <li key={row.number}>
          <button
            type="button"
            class="iteration"
            data-iteration={row.number}
            aria-current={row.number === chosen}
            tabIndex={index === at ? 0 : -1}
            onClick={() => choose(row.number)}
            onKeyDown={go}
          >
            <Row row={row} longest={longest} now={now} />
          </button>
        </li>
      ))}
    </ol>
  );
}

const lengthOf = ({ startedAt, finishedAt }: IterationRow, now: number): number =>
  Math.max(1, (finishedAt ?? now) - startedAt);

function Row({
  row,
  longest,
  now,
}: {
  readonly row: IterationRow;
  readonly longest: number;
  readonly now: () => number;
}) {
  const { number, look, startedAt, finishedAt, spend, turned, marks } = row;
  return (
    <>
      <span class="name">
        <LookIcon look={look} /> {number === 0 ? 'Before' : `Iteration ${number}`}
      </span>
      <span class="words">
        {look.words}
        {turned.map(({ check, was, is }) => (
          <span key={check} class="mark">
            {check}: {verdictWord(was)} → {verdictWord(is)}
          </span>
        ))}
        {marks.map((mark) => (
          <span key={mark} class="mark">
            {mark}
          </span>
        ))}
      </span>
      <span class="time">
        <Elapsed since={startedAt} until={finishedAt} now={now} />
        {spend === '' ? null : <span class="quiet"> · {spend}</span>}
      </span>
      <Bar row={row} longest={longest} now={now()} />
      <span class="phases quiet">{phasesText(row, now())}</span>
    </>
  );
}

function Bar({ row, longest, now }: { readonly row: IterationRow; readonly longest: number; readonly now: number }) {
  const share = (ms: number): string => `${Math.min(100, (Math.max(0, ms) / longest) * 100)}%`;
  return (
    <span class="track" aria-hidden="true">
      {row.phases.map(({ phase, from, to }) => (
        <span
          key={`${phase} ${from}`}
          class={`phase ${phase}`}
          title={`${phaseWords[phase]} ${durationText((to ?? now) - from)}`}
          style={{ left: share(from - row.startedAt), width: share((to ?? now) - from) }}
        />
      ))}
    </span>
  );
}

/** Milliseconds. */
const worthTelling = 100;

/** The bar in words: `make 42 s · check 12 s`. */
function phasesText({ phases }: IterationRow, now: number): string {
  const sums = new Map<Phase, number>();
  for (const { phase, from, to } of phases) sums.set(phase, (sums.get(phase) ?? 0) + (to ?? now) - from);
  return [...sums]
    .filter(([, ms]) => ms >= worthTelling)
    .map(([phase, ms]) => `${phaseWords[phase]} ${durationText(ms)}`)
    .join(' · ');
}
