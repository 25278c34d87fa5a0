import '@vscode-elements/elements/dist/vscode-progress-ring/index.js';
import type { DashboardData, DashboardKept, DashboardPage } from '../../src/protocol/dashboardView.ts';
import { Button } from '../shared/button.tsx';
import { EmptyState } from '../shared/emptyState.tsx';
import { allTables } from './allTables.ts';
import { clockWords } from './cellWords.ts';
import { chosen, isEmpty, loopsOf } from './chosen.ts';
import { csvOfAll } from './csv.ts';
import { headlinesOf, leadOf } from './headline.ts';
import { HeadlineRow } from './headlineRow.tsx';
import { LandingsSection } from './landingsSection.tsx';
import { LoopsSection } from './loopsSection.tsx';
import { NowSection } from './nowSection.tsx';
import type { Say } from './say.ts';
import { ScheduleSection } from './scheduleSection.tsx';
import { SpendSection } from './spendSection.tsx';
import { type Chosen, Toolbar } from './toolbar.tsx';

interface DashboardProps {
  /** Undefined until the editor has said something. */
  readonly page: DashboardPage | undefined;
  readonly kept: DashboardKept;
  readonly say: Say;
  readonly choose: (chosen: Chosen) => void;
}

/** The page of the dashboard. Its frame stands before the data is there. */
export function Dashboard({ page, kept, say, choose }: DashboardProps) {
  const data = page?.show === 'data' ? page.data : undefined;
  const loops = data === undefined ? [] : loopsOf(data.insights);
  // A loop that is gone in this repository or period leaves all of them.
  const loop = kept.loop !== undefined && loops.includes(kept.loop) ? kept.loop : undefined;
  const shown = data === undefined ? undefined : chosen(data, loop);
  return (
    <>
      <header>
        <h1>Dashboard</h1>
        <Toolbar repositories={page?.repositories ?? []} loops={loops} kept={{ ...kept, loop }} choose={choose}>
          {shown !== undefined && !isEmpty(shown) && <ExportAll data={shown} say={say} />}
        </Toolbar>
      </header>
      {page === undefined && <Coming />}
      {page?.show === 'trouble' && (
        <EmptyState icon="warning" title="The dashboard has nothing to show.">
          <p>{page.message}</p>
          <Button act={() => say({ say: 'look', ...lookOf(kept) })}>Try Again</Button>
        </EmptyState>
      )}
      {shown !== undefined && (isEmpty(shown) ? <Nothing say={say} /> : <Told data={shown} say={say} />)}
    </>
  );
}

/** What the page asks for. */
export const lookOf = ({ repository, days }: DashboardKept) =>
  repository === undefined ? { days } : { days, repository };

function Coming() {
  return (
    <p class="quiet coming">
      <vscode-progress-ring /> Asking the runner…
    </p>
  );
}

function Told({ data, say }: { readonly data: DashboardData; readonly say: Say }) {
  return (
    <>
      <HeadlineRow headlines={leadOf(data.insights)} isLead />
      <HeadlineRow headlines={headlinesOf(data.insights)} isLead={false} />
      <NowSection data={data} say={say} />
      <SpendSection data={data} say={say} />
      <LoopsSection data={data} say={say} />
      <LandingsSection data={data} say={say} />
      <ScheduleSection data={data} say={say} />
      <p class="quiet">{`As of ${clockWords(data.insights.at)}. What nobody knows is called unknown and counts as nothing else.`}</p>
    </>
  );
}

function Nothing({ say }: { readonly say: Say }) {
  return (
    <EmptyState icon="graph" title="No loop has run in this repository yet.">
      <p>
        Once loops run, this is where you see what a landed change costs in money and in minutes of people, how often
        loops reach their goal, why they give up, and how much of what landed nobody has shown to understand.
      </p>
      <p>Begin with a recipe; then press Run above the loop file.</p>
      <Button act={() => say({ say: 'begin' })}>New from Recipe…</Button>
    </EmptyState>
  );
}

function ExportAll({ data, say }: { readonly data: DashboardData; readonly say: Say }) {
  const save = (): void => say({ say: 'save-csv', name: 'dashboard', text: csvOfAll(allTables(data)) });
  return (
    <Button secondary icon="export" act={save} title="Every table of this page in one CSV file">
      Export All Tables…
    </Button>
  );
}
