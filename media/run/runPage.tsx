import { useEffect } from 'preact/hooks';
import type { Chosen, RunPageSays, Section as SectionName } from '../../src/protocol/runPageView.ts';
import { announce } from '../shared/announce.ts';
import { Checks } from '../shared/checks.tsx';
import { EmptyState } from '../shared/emptyState.tsx';
import { Goal } from '../shared/goal.tsx';
import { Cost } from './cost.tsx';
import { Head } from './head.tsx';
import { Journal } from './journal.tsx';
import type { PageState } from './pageState.ts';
import { Pass } from './pass.tsx';
import { Loading, Section } from './section.tsx';
import { Timeline } from './timeline.tsx';
import { Transcript } from './transcript.tsx';

interface PageActs {
  readonly toggle: (section: SectionName) => void;
  readonly say: (said: RunPageSays) => void;
  readonly chooseItem: (item: string) => void;
  readonly chooseIteration: (iteration: number) => void;
  readonly chooseStep: (step: string) => void;
}

interface RunPageProps {
  readonly state: PageState;
  readonly chosen: Chosen;
  /** Milliseconds of the editor's clock. */
  readonly now: () => number;
  readonly acts: PageActs;
}

/** All of the page, one section below the other: so two runs line up side by side. */
export function RunPage({ state, chosen, now, acts }: RunPageProps) {
  const { head, trouble } = state;
  if (trouble !== undefined) return <Trouble message={trouble} />;
  const part = (name: SectionName) => ({ name, open: chosen.open.includes(name), toggle: acts.toggle });
  const { say } = acts;
  return (
    <>
      <Head head={head} now={now} act={(act) => say({ say: 'act', act })} chooseItem={acts.chooseItem} />
      <Section {...part('goal')}>{state.goal === undefined ? <Loading /> : <Goal goal={state.goal} />}</Section>
      <Section {...part('iterations')} hint={countOf(state)}>
        <Iterations state={state} now={now} acts={acts} />
      </Section>
      <Section {...part('checks')} hint={afterOf(state)}>
        {state.checks === undefined ? <Loading /> : <Checks checks={state.checks} after={afterOf(state)} />}
      </Section>
      <Section {...part('transcript')}>
        {state.steps === undefined ? (
          <Loading />
        ) : (
          <Transcript
            steps={state.steps}
            log={state.log}
            found={state.found}
            chooseStep={acts.chooseStep}
            search={(step, text) => say({ say: 'search', step, text })}
          />
        )}
      </Section>
      <Section {...part('cost')}>{state.cost === undefined ? <Loading /> : <Cost cost={state.cost} />}</Section>
      <Section {...part('journal')}>
        <Journal rows={state.journal} />
      </Section>
    </>
  );
}

function Iterations({ state, now, acts }: Pick<RunPageProps, 'state' | 'now' | 'acts'>) {
  const { iterations, pass, patches, head } = state;
  if (iterations === undefined) return <Loading />;
  const retry = (iteration: number): void => acts.say({ say: 'retry', iteration });
  return (
    <>
      <Timeline rows={iterations} chosen={pass?.number} choose={acts.chooseIteration} now={now} />
      {pass === undefined || pass === null ? null : (
        <Pass
          pass={pass}
          patches={patches}
          askPatch={(iteration) => acts.say({ say: 'patch', iteration })}
          retry={head?.canRetry === true ? retry : undefined}
        />
      )}
    </>
  );
}

function countOf({ iterations = [] }: PageState): string {
  const count = iterations.filter(({ number }) => number > 0).length;
  return count === 0 ? '' : String(count);
}

function afterOf({ pass }: PageState): string {
  if (pass === undefined || pass === null) return '';
  return pass.number === 0 ? 'before the first iteration' : `after iteration ${pass.number}`;
}

function Trouble({ message }: { readonly message: string }) {
  useEffect(() => announce(message), [message]);
  return (
    <>
      <h1>No run</h1>
      <EmptyState icon="warning" title="Nothing to show">
        <p>{message}</p>
      </EmptyState>
    </>
  );
}
