import type { Evidence } from '../../src/model/evidence.ts';
import { standingWords } from '../../src/model/evidenceWords.ts';
import { Icon } from '../shared/icon.tsx';
import { Verdict } from '../shared/look.tsx';
import { SaidText } from '../shared/saidText.tsx';

/** What the judges said in each iteration, newest first. */
export function Verdicts({ verdicts }: Pick<Evidence, 'verdicts'>) {
  if (verdicts.length === 0) {
    return (
      <p class="quiet">
        No judge has scored it. <code>goal.judge</code> of the loop file asks for one, and the goal says{' '}
        <code>judge</code>.
      </p>
    );
  }
  return (
    <ul class="told">
      {[...verdicts].reverse().map(({ iteration, passed, score, scores, reasons }) => (
        <li key={iteration}>
          <Verdict passed={passed} /> Iteration {iteration}: <strong>{score} of 10</strong>
          {scores.length > 1 ? ` (${scores.join(', ')})` : ''}, {passed ? 'passes it' : 'does not pass it'}
          {reasons.map((text) => (
            <SaidText key={text} text={text} />
          ))}
        </li>
      ))}
    </ul>
  );
}

const fromWords = { policy: 'Policy', review: 'Checker or judge' } as const;

/** What failed a pass whatever the goal said, in any iteration: what stands comes first. */
export function Objections({ objections }: Pick<Evidence, 'objections'>) {
  if (objections.length === 0) return <p>Nothing was objected to in any iteration.</p>;
  const sorted = [...objections].sort((a, b) => Number(a.gone !== undefined) - Number(b.gone !== undefined));
  return (
    <ul class="told">
      {sorted.map((objection) => {
        const { from, text, gone } = objection;
        const look = gone === undefined ? { name: 'warning', color: 'list.warningForeground' } : { name: 'pass' };
        return (
          <li key={text}>
            <Icon {...look} /> <strong>{fromWords[from]}</strong>
            <SaidText text={text} />
            <p class="became quiet">{standingWords(objection)}</p>
          </li>
        );
      })}
    </ul>
  );
}

/** What the gate of understanding says. */
export function Understanding({ understanding }: { readonly understanding: Evidence['understanding'] }) {
  if (understanding === undefined) return <p class="quiet">There is no change to ask about yet.</p>;
  const { required, holds, right, wrong, reason } = understanding;
  if (!required) {
    return (
      <p class="quiet">
        {reason} A gate with <code>comprehension</code> in the loop file asks for it.
      </p>
    );
  }
  return (
    <>
      <p>
        <Verdict passed={holds || (wrong === 0 ? null : false)} /> {reason}
      </p>
      <p class="quiet">
        First answers about exactly this content: {right} right, {wrong} wrong.
      </p>
    </>
  );
}
