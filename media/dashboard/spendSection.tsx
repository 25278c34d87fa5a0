import type { DashboardData } from '../../src/protocol/dashboardView.ts';
import { type Against, againstLimits } from './budgets.ts';
import { spendChart } from './charts.ts';
import { ChartView } from './chartView.tsx';
import { DataTable } from './dataTable.tsx';
import type { Say } from './say.ts';
import { measureOf } from './spendSums.ts';
import { spendByDayTable, spendTable } from './tables.ts';
import { csvExport, Titled } from './titled.tsx';

/** Spend against the limits of a day, by day, by loop and by agent. */
export function SpendSection({ data, say }: { readonly data: DashboardData; readonly say: Say }) {
  const { insights, month } = data;
  const measure = measureOf(month);
  const daily = measureOf(insights.spend);
  return (
    <section aria-labelledby="spend">
      <h2 id="spend">Spend</h2>
      <dl class="headlines">
        {againstLimits(month, insights, measure).map((against) => (
          <AgainstLimit key={against.name} against={against} />
        ))}
      </dl>
      <ChartView chart={spendChart(insights, daily)} say={say} table={spendByDayTable(data, daily)} />
      <div class="columns">
        {(['loop', 'agent'] as const).map((by) => {
          const table = spendTable(data, by, measure);
          return (
            <section key={by} aria-labelledby={table.id}>
              <Titled level={3} title={`By ${by}`} id={table.id} exports={[csvExport(table, say)]} />
              <DataTable data={table} />
            </section>
          );
        })}
      </div>
    </section>
  );
}

/** The bar repeats what the note says; over the limit it is full and the note says so. */
function AgainstLimit({ against: { name, value, note, part } }: { readonly against: Against }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="value">{value}</dd>
      {part !== undefined && (
        <dd class={part > 1 ? 'bar over' : 'bar'} aria-hidden="true">
          <span style={{ width: `${Math.min(1, part) * 100}%` }} />
        </dd>
      )}
      <dd class="quiet">{note}</dd>
    </div>
  );
}
