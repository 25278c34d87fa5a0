import type { DashboardData } from '../../src/protocol/dashboardView.ts';
import { costChart, debtChart, minutesChart } from './charts.ts';
import { ChartView } from './chartView.tsx';
import { DataTable } from './dataTable.tsx';
import { OwedMap } from './owedMap.tsx';
import type { Say } from './say.ts';
import { landingsTable, weeksTable } from './tables.ts';
import { csvExport, Titled } from './titled.tsx';
import { weeksOf } from './weeks.ts';
import { counted } from './words.ts';

/** What landed, what it took, and how much of it nobody has shown to understand. */
export function LandingsSection({ data, say }: { readonly data: DashboardData; readonly say: Say }) {
  const { insights, owed } = data;
  const weeks = weeksOf(insights);
  const table = weeksTable(weeks);
  const all = landingsTable(data);
  return (
    <section aria-labelledby="landings">
      <h2 id="landings">Landings and what is owed for them</h2>
      <p>
        {owed.lines === 0
          ? 'Nothing is owed now: of every landed line somebody has shown that they understand it.'
          : `${counted(owed.lines, 'line')} in ${counted(owed.files, 'file')} are owed now: they landed, and nobody has shown to understand them.`}
      </p>
      <OwedMap data={data} say={say} />
      <ChartView chart={debtChart(weeks)} say={say} table={table} />
      <div class="columns">
        {[costChart(weeks), minutesChart(weeks)].map((chart) => (
          <ChartView key={chart.id} chart={chart} say={say} table={table} />
        ))}
      </div>
      <section class="chart" aria-labelledby="landed-changes">
        <Titled level={3} title={all.title} id="landed-changes" exports={[csvExport(all, say)]} />
        <details>
          <summary>{`All ${counted(insights.landings.length, 'landed change')} of the period`}</summary>
          <DataTable data={all} />
        </details>
      </section>
    </section>
  );
}
