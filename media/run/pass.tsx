import type { PassDetail } from '../../src/protocol/runPageView.ts';
import { Button } from '../shared/button.tsx';
import { SaidText } from '../shared/saidText.tsx';
import type { PageState } from './pageState.ts';
import { Patch } from './patch.tsx';

interface PassProps {
  readonly pass: PassDetail;
  readonly patches: PageState['patches'];
  readonly askPatch: (iteration: number) => void;
  /** Undefined where a run cannot be begun from an iteration. */
  readonly retry: ((iteration: number) => void) | undefined;
}

/** What the chosen iteration came to, and why it was not the last. */
export function Pass({ pass, patches, askPatch, retry }: PassProps) {
  const { number, reasons, maker, defects, judge, warnings } = pass;
  const title = number === 0 ? 'Before the first iteration' : `Iteration ${number}`;
  return (
    <section class="pass" aria-label={title}>
      <h3>{title}</h3>
      {reasons.length === 0 ? null : (
        <>
          <h4>Why it was not done</h4>
          <ul>
            {reasons.map((text) => (
              <li key={text}>
                <SaidText text={text} />
              </li>
            ))}
          </ul>
        </>
      )}
      {maker === undefined ? null : <Maker {...maker} />}
      {defects === undefined ? null : <Defects defects={defects} />}
      {judge === undefined ? null : <Judge {...judge} />}
      {warnings.map((text) => (
        <SaidText key={text} text={text} />
      ))}
      {number === 0 ? null : <Patch key={number} number={number} patch={patches.get(number)} ask={askPatch} />}
      {retry === undefined ? null : (
        <div class="actions">
          <Button secondary icon="debug-restart" act={() => retry(number)}>
            Retry from Here…
          </Button>
        </div>
      )}
    </section>
  );
}

function Maker({ agent, failed, summary, tried }: NonNullable<PassDetail['maker']>) {
  const edits = tried === undefined ? '' : `, ${tried === 1 ? '1 edit' : `${tried} edits`} tried`;
  return (
    <>
      <h4>
        What the maker says{' '}
        <span class="quiet">
          ({agent}, a claim{failed ? ', failed' : edits})
        </span>
      </h4>
      <SaidText text={summary} />
    </>
  );
}

function Defects({ defects }: { readonly defects: NonNullable<PassDetail['defects']> | null }) {
  return (
    <>
      <h4>What the checker claims</h4>
      {defects === null ? <p>Its verdict could not be read.</p> : null}
      {defects?.length === 0 ? <p>No defect.</p> : null}
      <ul>
        {defects?.map(({ severity, place, title, shown }) => (
          <li key={`${place} ${title}`}>
            <strong>{severity}</strong> {place === '' ? null : <code>{place}</code>} {title}{' '}
            <span class="quiet">({shown})</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Judge({ words, reasons }: NonNullable<PassDetail['judge']>) {
  return (
    <>
      <h4>What the judge says</h4>
      <p>{words}</p>
      {reasons.map((text) => (
        <SaidText key={text} text={text} />
      ))}
    </>
  );
}
