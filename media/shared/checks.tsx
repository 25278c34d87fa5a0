import type { CheckRow } from '../../src/protocol/runPageView.ts';
import { durationText } from './durationText.ts';
import { EmptyState } from './emptyState.tsx';
import { harmlessText } from './harmlessText.ts';
import { Verdict, verdictWord } from './look.tsx';
import { SaidCode, SaidText } from './saidText.tsx';
import { Table } from './table.tsx';

const columns = [
  { name: 'Check' },
  { name: 'Now' },
  { name: 'Before' },
  { name: 'Time', isNumber: true },
  { name: 'Tests' },
] as const;

/** What each check shows after the chosen iteration: those with regressions first. */
export function Checks({ checks, after }: { readonly checks: readonly CheckRow[]; readonly after: string }) {
  if (checks.length === 0) {
    return (
      <EmptyState icon="beaker" title="No check has run yet">
        <p>
          The commands under <code>checks</code> of the loop file are run before the first iteration and after each one.
        </p>
      </EmptyState>
    );
  }
  return (
    <>
      <Table
        caption={`Checks ${after}`}
        quiet
        columns={columns}
        rows={checks.map(({ id, passed, was, seconds, count, apart }) => ({
          key: id,
          cells: [
            id,
            <span class="labelled" key="now">
              <Verdict passed={passed} />
              {verdictWord(passed)}
            </span>,
            was === null ? 'not run' : verdictWord(was),
            durationText(seconds * 1000),
            [count, apart.length === 0 ? '' : `${apart.length} set apart`].filter((text) => text !== '').join(', '),
          ],
        }))}
      />
      {checks.map((check) => (
        <Evidence key={check.id} check={check} />
      ))}
    </>
  );
}

function Evidence({ check }: { readonly check: CheckRow }) {
  const { id, tail, ended, regressions, failing, apart, remarks } = check;
  const others = failing.filter((name) => !regressions.includes(name));
  return (
    <details class="evidence" open={regressions.length > 0}>
      <summary>
        {id}: {ended}
      </summary>
      <Names title="Newly failing" names={regressions} />
      <Names title="Failing as before" names={others} />
      <Names title="Set apart, because they pass and fail on the same files" names={apart} />
      {remarks.map((text) => (
        <SaidText key={text} text={text} />
      ))}
      {tail === '' ? (
        <p class="quiet">It printed nothing.</p>
      ) : (
        <SaidCode text={tail} label={`End of the output of ${id}`} />
      )}
    </details>
  );
}

function Names({ title, names }: { readonly title: string; readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <>
      <p class="quiet">{title}</p>
      <ul>
        {names.map((name) => (
          <li key={name}>{harmlessText(name)}</li>
        ))}
      </ul>
    </>
  );
}
