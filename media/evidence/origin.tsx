import { cageText } from '../../src/model/cage.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import { fromTo, performerWords, sizeWords, whoWords } from '../../src/model/evidenceWords.ts';
import type { Checkout } from '../../src/protocol/evidenceView.ts';
import { harmlessText } from '../shared/harmlessText.ts';
import { Icon } from '../shared/icon.tsx';
import { SaidCode } from '../shared/saidText.tsx';
import { Table } from '../shared/table.tsx';

/** Which change this is about. */
export function Identity({ of }: { readonly of: Evidence }) {
  const { loop, run, item, key, change } = of;
  return (
    <dl class="facts">
      <dt>Loop</dt>
      <dd>{harmlessText(loop)}</dd>
      {key === item ? null : (
        <>
          <dt>Item</dt>
          <dd>{harmlessText(key)}</dd>
        </>
      )}
      <dt>Run</dt>
      <dd>{run}</dd>
      <dt>From and to</dt>
      <dd>{harmlessText(fromTo(of))}</dd>
      <dt>Size</dt>
      <dd>{change === undefined ? 'There is no change yet.' : sizeWords(change)}</dd>
    </dl>
  );
}

/** Which programs did the work, and how they were kept. */
export function Performers({
  performers,
  cage,
}: {
  readonly performers: Evidence['performers'];
  readonly cage: Evidence['cage'];
}) {
  return (
    <>
      <p>
        {cage === undefined ? (
          'The journal does not say how its commands were kept.'
        ) : (
          <>
            <Icon name={cage.by === 'none' ? 'unlock' : 'shield'} /> Cage: {harmlessText(cageText(cage))}
          </>
        )}
      </p>
      {performers.length === 0 ? (
        <p class="quiet">No role has worked on it yet.</p>
      ) : (
        <Table
          caption="Who performed the roles"
          quiet
          columns={[
            { name: 'Role' },
            { name: 'Agent' },
            { name: 'Turns', isNumber: true },
            { name: 'Denied', isNumber: true },
          ]}
          rows={performers.map((one) => ({
            key: `${one.role} ${performerWords(one)}`,
            cells: [whoWords[one.role], harmlessText(performerWords(one)), String(one.passes), String(one.denied)],
          }))}
        />
      )}
    </>
  );
}

const checkoutWords: { readonly [C in Checkout]: string } = {
  same: 'The checkout has the same.',
  other: 'The loop file in the checkout is another one by now: another run would work by that.',
  gone: 'The checkout has no such file any more.',
  unknown: '',
};

const Warning = () => <Icon name="warning" color="list.warningForeground" />;

/** The loop file as the run read it. */
export function Definition({
  definition,
  checkout,
}: {
  readonly definition: Evidence['definition'];
  readonly checkout: Checkout;
}) {
  const { file, digest, text, committed } = definition;
  const differs = checkout === 'other' || checkout === 'gone';
  return (
    <>
      <p>
        <code>{harmlessText(file)}</code> <span class="quiet">{digest}</span>
      </p>
      {committed ? null : (
        <p>
          <Warning /> It was run as it stood in the checkout, and was not committed like that.
        </p>
      )}
      {checkoutWords[checkout] === '' ? null : (
        <p>
          {differs ? <Warning /> : null} {checkoutWords[checkout]}
        </p>
      )}
      <details class="evidence">
        <summary>The definition that produced it</summary>
        <SaidCode text={text} label={`Text of ${file} as the run read it`} />
      </details>
    </>
  );
}
