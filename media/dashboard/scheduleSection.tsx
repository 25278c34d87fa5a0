import type { DashboardData } from '../../src/protocol/dashboardView.ts';
import { Icon } from '../shared/icon.tsx';
import { AsTable } from './dataTable.tsx';
import type { Say } from './say.ts';
import { type Strip, type StripMark, stripOf } from './schedule.ts';
import { scheduleTable } from './tables.ts';
import { csvExport, Titled } from './titled.tsx';
import { counted } from './words.ts';

/** What starts by itself in the next 24 hours, and what does not. */
export function ScheduleSection({ data, say }: { readonly data: DashboardData; readonly say: Say }) {
  const { insights, resting } = data;
  const strip = stripOf(insights.next, insights.at);
  const table = scheduleTable(data);
  const exports = strip.rows.length === 0 ? [] : [csvExport(table, say)];
  return (
    <section aria-labelledby="schedule">
      <Titled level={2} title={table.title} id="schedule" exports={exports} />
      {strip.rows.length === 0 ? (
        <p class="quiet">No schedule is due. A loop starts by itself once its file says when and somebody allows it.</p>
      ) : (
        <>
          <Drawn strip={strip} />
          <AsTable data={table} />
        </>
      )}
      {resting.length > 0 && (
        <ul class="plain rows">
          {resting.map(({ loop, state, why }) => (
            <li key={loop}>
              <Icon name={state === 'held' ? 'warning' : 'circle-slash'} />
              {` ${loop} does not start by itself. `}
              <span class="quiet">{why}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** The table behind it says the same. */
function Drawn({ strip: { rows, ticks } }: { readonly strip: Strip }) {
  const words = rows.map(({ loop, marks }) => `${loop} ${counted(marks.length, 'time')}`).join(', ');
  return (
    <div class="strip" role="img" aria-label={`Due in the next 24 hours: ${words}.`}>
      {rows.map(({ loop, marks }) => (
        <div key={loop} class="strip-row">
          <span class="strip-name">{loop}</span>
          <span class="strip-line">
            {apart(marks).map(({ at, words: time, isNamed }) => (
              <span key={at} class="due" style={{ left: `${at * 100}%` }} title={`${loop}: ${time}`}>
                {isNamed && <span class="due-time">{time}</span>}
              </span>
            ))}
          </span>
        </div>
      ))}
      <div class="strip-row ticks">
        <span class="strip-name" />
        <span class="strip-line">
          {ticks.map(({ at, words: time }) => (
            <span key={at} class="tick" style={{ left: `${at * 100}%` }}>
              {time}
            </span>
          ))}
        </span>
      </div>
    </div>
  );
}

/** Part of the strip that a time needs so that it does not lie upon the one before. */
const room = 0.07;

function apart(marks: readonly StripMark[]): readonly (StripMark & { readonly isNamed: boolean })[] {
  let last = Number.NEGATIVE_INFINITY;
  return marks.map((mark) => {
    const isNamed = mark.at - last >= room;
    if (isNamed) last = mark.at;
    return { ...mark, isNamed };
  });
}
