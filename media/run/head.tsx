import { useEffect, useState } from 'preact/hooks';
import type { PageAct, RunHead } from '../../src/protocol/runPageView.ts';
import { Button } from '../shared/button.tsx';
import { durationText } from '../shared/durationText.ts';
import { LookIcon } from '../shared/look.tsx';
import { SaidText } from '../shared/saidText.tsx';
import { SpendBar } from '../shared/spendBar.tsx';

interface HeadProps {
  readonly head: RunHead | undefined;
  /** Milliseconds of the editor's clock. */
  readonly now: () => number;
  readonly act: (act: PageAct) => void;
  readonly chooseItem: (item: string) => void;
}

/** Which run it is, how it stands, what it costs, and what can be done about it. */
export function Head({ head, now, act, chooseItem }: HeadProps) {
  if (head === undefined) {
    return (
      <header class="head">
        <h1>Run</h1>
        <p class="quiet">Reading its events…</p>
      </header>
    );
  }
  const { loop, shortId, look, reason, acts, items, item } = head;
  return (
    <header class="head">
      <h1>
        {loop} <span class="quiet">· {shortId}</span>
      </h1>
      <p class="state">
        <LookIcon look={look} /> <strong>{look.words}</strong>
      </p>
      <SaidText text={reason} />
      <Facts head={head} now={now} />
      <div class="actions">
        {acts.map(({ act: name, label, icon }, index) => (
          <Button key={name} icon={icon} secondary={index > 0 || !isNext(name)} act={() => act(name)}>
            {label}
          </Button>
        ))}
      </div>
      {items.length < 2 ? null : (
        <p class="choice">
          <label for="item">Item </label>
          <select id="item" value={item ?? ''} onChange={({ currentTarget }) => chooseItem(currentTarget.value)}>
            {items.map(({ id, key }) => (
              <option key={id} value={id}>
                {key}
              </option>
            ))}
          </select>
        </p>
      )}
    </header>
  );
}

/** What a run waits for is the step that comes next. */
const isNext = (act: PageAct): boolean => act === 'openReview' || act === 'approve' || act === 'continue';

function Facts({ head, now }: Pick<HeadProps, 'now'> & { readonly head: RunHead }) {
  const { by, startedBy, startedAt, finishedAt, spend, forecast, fate } = head;
  return (
    <dl class="facts">
      <dt>Started</dt>
      <dd>
        <time dateTime={new Date(startedAt).toISOString()}>{new Date(startedAt).toLocaleString()}</time>, by {startedBy}{' '}
        ({by})
      </dd>
      <dt>{finishedAt === undefined ? 'So far' : 'Took'}</dt>
      <dd>
        <Elapsed since={startedAt} until={finishedAt} now={now} />
      </dd>
      <dt>Spend</dt>
      <dd>
        <SpendBar {...spend} />
      </dd>
      {forecast === undefined ? null : (
        <>
          <dt>Forecast</dt>
          <dd>{forecast}</dd>
        </>
      )}
      {fate === undefined ? null : (
        <>
          <dt>Since then</dt>
          <dd>{fate}</dd>
        </>
      )}
    </dl>
  );
}

interface ElapsedProps {
  readonly since: number;
  readonly until: number | undefined;
  readonly now: () => number;
}

/** How long it took; counted on while it goes on. */
export function Elapsed({ since, until, now }: ElapsedProps) {
  const [, redraw] = useState(0);
  useEffect(() => {
    if (until !== undefined) return undefined;
    const timer = setInterval(() => redraw((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, [until]);
  const ms = (until ?? now()) - since;
  return <span>{durationText(until === undefined ? Math.floor(ms / 1000) * 1000 : ms)}</span>;
}
