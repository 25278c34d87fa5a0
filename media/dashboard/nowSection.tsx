import { amountText } from '../../src/model/spendText.ts';
import type { DashboardData, GoingRun } from '../../src/protocol/dashboardView.ts';
import { LinkButton } from '../shared/button.tsx';
import { Icon } from '../shared/icon.tsx';
import { timeWords } from './cellWords.ts';
import { lookOf } from './health.ts';
import type { Say } from './say.ts';
import { counted, usd } from './words.ts';

/** As many as fit without pushing the numbers out of sight; all of them stand in the views. */
const mostShown = 6;

/** What goes on, and what waits for people. */
export function NowSection({ data: { going, waiting }, say }: { readonly data: DashboardData; readonly say: Say }) {
  const running = going.filter(({ status }) => status !== 'waiting');
  return (
    <div class="columns">
      <section aria-labelledby="running">
        <h2 id="running">{`Running now: ${running.length}`}</h2>
        {running.length === 0 && <p class="quiet">No run goes on.</p>}
        <ul class="plain rows">
          {running.slice(0, mostShown).map((run) => (
            <li key={run.run}>
              <Going run={run} say={say} />
            </li>
          ))}
        </ul>
        <More count={running.length - mostShown} where="the view Runs" />
      </section>
      <section aria-labelledby="waiting">
        <h2 id="waiting">{`Waiting for people: ${waiting.length}`}</h2>
        {waiting.length === 0 && <p class="quiet">Nothing waits for a person.</p>}
        <ul class="plain rows">
          {waiting.slice(0, mostShown).map(({ id, title, loop, at }) => (
            <li key={id}>
              <Icon name="bell-dot" color="list.warningForeground" /> {title}
              <span class="quiet">{` ${loop}, since ${timeWords(at)}`}</span>
            </li>
          ))}
        </ul>
        <More count={waiting.length - mostShown} where="the Inbox" />
        {waiting.length > 0 && <LinkButton act={() => say({ say: 'open-inbox' })}>Open the Inbox</LinkButton>}
      </section>
    </div>
  );
}

function Going({ run, say }: { readonly run: GoingRun; readonly say: Say }) {
  const { icon, color, words } = lookOf(run.status);
  return (
    <>
      <Icon name={icon} color={color} spin={run.status === 'running'} />{' '}
      <LinkButton act={() => say({ say: 'open-run', run: run.run })}>{run.loop}</LinkButton>
      <span class="quiet">{` ${words} since ${timeWords(run.startedAt)}, ${spendOf(run)}. ${run.reason}`}</span>
    </>
  );
}

function spendOf({ spend }: GoingRun): string {
  if (spend === undefined) return 'no budget is kept';
  const cost = spend.costUsd === null ? 'cost unknown' : usd(spend.costUsd);
  return spend.tokens === null ? cost : `${cost}, ${amountText(spend.tokens)} tokens`;
}

function More({ count, where }: { readonly count: number; readonly where: string }) {
  return count > 0 ? <p class="quiet">{`${counted(count, 'more is', 'more are')} in ${where}.`}</p> : null;
}
