import type { GoalNow } from '../../src/model/goalNow.ts';
import { EmptyState } from './emptyState.tsx';
import { Verdict } from './look.tsx';
import { SaidText } from './saidText.tsx';

const truth = (holds: boolean | null): string => (holds === null ? 'no answer' : holds ? 'holds' : 'does not hold');

/** The goal, and which of its parts hold now. */
export function Goal({ goal }: { readonly goal: GoalNow | null }) {
  if (goal === null) {
    return (
      <EmptyState icon="target" title="Not judged yet">
        <p>The goal is judged when the checks ran for the first time, before anything is changed.</p>
      </EmptyState>
    );
  }
  const { expression, parts, iteration, accepted, objections } = goal;
  const when = iteration === 0 ? 'before the first iteration' : `after iteration ${iteration}`;
  return (
    <>
      <p>
        <Verdict passed={accepted} /> {accepted ? 'Reached' : 'Not reached'} {when}.
      </p>
      {parts.length === 0 ? (
        <pre class="block">{expression}</pre>
      ) : (
        <ul class="plain parts" aria-label="Parts of the goal">
          {parts.map(({ text, holds, why }) => (
            <li key={text}>
              <Verdict passed={holds} />
              <span>
                <code>{text}</code> <span class="quiet">{why === '' ? truth(holds) : `${truth(holds)}: ${why}`}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {objections.map((text) => (
        <SaidText key={text} text={text} />
      ))}
    </>
  );
}
