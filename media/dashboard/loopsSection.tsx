import type { DashboardData } from '../../src/protocol/dashboardView.ts';
import { Icon } from '../shared/icon.tsx';
import { DataTable } from './dataTable.tsx';
import { healthWords, lookOf, type RunStatus } from './health.ts';
import type { Say } from './say.ts';
import { loopsTable, reasonsTable } from './tables.ts';
import { csvExport, Titled } from './titled.tsx';

/** Where the health of a loop stands in its row. */
const healthColumn = 1;

/** How each loop does, and why items gave up. */
export function LoopsSection({ data: { insights }, say }: { readonly data: DashboardData; readonly say: Say }) {
  const { loops } = insights;
  const table = loopsTable(insights);
  const reasons = reasonsTable(loops);
  const health = (row: number, column: number) =>
    column === healthColumn ? <Health health={loops[row]?.health ?? []} /> : undefined;
  return (
    <>
      <section aria-labelledby="loops">
        <Titled level={2} title={table.title} id="loops" exports={[csvExport(table, say)]} />
        <DataTable data={table} draw={health} />
      </section>
      <section aria-labelledby="reasons">
        <Titled
          level={2}
          title={reasons.title}
          id="reasons"
          exports={reasons.rows.length === 0 ? [] : [csvExport(reasons, say)]}
        />
        {reasons.rows.length === 0 ? (
          <p class="quiet">No item gave up in this period.</p>
        ) : (
          <DataTable data={reasons} />
        )}
      </section>
    </>
  );
}

/** A mark for each of the newest runs, and what they say together in words. */
function Health({ health }: { readonly health: readonly RunStatus[] }) {
  return (
    <span class="health">
      {health.length > 0 && (
        <span class="marks" role="img" aria-label={health.map((status) => lookOf(status).words).join(', ')}>
          {health.map((status, index) => {
            const { icon, color, words } = lookOf(status);
            return (
              <span key={index} title={words}>
                <Icon name={icon} color={color} />
              </span>
            );
          })}
        </span>
      )}
      <span class="quiet">{healthWords(health)}</span>
    </span>
  );
}
