import type { DefectEvidence, Evidence } from '../../src/model/evidence.ts';
import { shownWords, standingWords } from '../../src/model/evidenceWords.ts';
import { harmlessText } from '../shared/harmlessText.ts';
import { Icon } from '../shared/icon.tsx';
import { SaidCode } from '../shared/saidText.tsx';

/** Every defect that the checker claimed, and what became of it. */
export function Defects({ defects, unreadable, checked }: Pick<Evidence, 'defects' | 'unreadable' | 'checked'>) {
  if (checked.length === 0) {
    return (
      <p class="quiet">
        No checker has looked at it. <code>roles.checker</code> of the loop file names one; it looks once the checks
        could reach the goal.
      </p>
    );
  }
  return (
    <>
      {defects.length === 0 ? <p>It claimed no defect ({inIterations(checked)}).</p> : null}
      {unreadable.length === 0 ? null : <p>Its verdict could not be read ({inIterations(unreadable)}).</p>}
      <ul class="told">
        {defects.map((defect) => (
          <Defect key={`${defect.file} ${defect.title}`} defect={defect} />
        ))}
      </ul>
    </>
  );
}

const inIterations = (numbers: readonly number[]): string =>
  `${numbers.length === 1 ? 'iteration' : 'iterations'} ${numbers.join(', ')}`;

function Defect({ defect }: { readonly defect: DefectEvidence }) {
  const { severity, title, file, line, reproduce, evidence, gone } = defect;
  const place = file === undefined ? undefined : `${file}${line === undefined ? '' : `:${line}`}`;
  return (
    <li>
      <Icon name={gone === undefined ? 'bug' : 'pass'} color={gone === undefined ? undefined : 'testing.iconPassed'} />{' '}
      <strong>{severity}</strong> {place === undefined ? null : <code>{harmlessText(place)}</code>}{' '}
      {harmlessText(title)}
      <p class="became quiet">
        {standingWords(defect)} Its claim: {shownWords(defect)}.
      </p>
      {reproduce === undefined ? null : (
        <details class="evidence">
          <summary>The command that is said to show it</summary>
          <SaidCode
            text={evidence === '' ? reproduce : `${reproduce}\n\n${evidence}`}
            label={`Evidence of: ${title}`}
          />
        </details>
      )}
    </li>
  );
}
