import type { CheckOutcome, Proof as ProofFacts } from '../../src/model/steps.ts';
import { Verdict } from '../shared/look.tsx';
import { SaidText } from '../shared/saidText.tsx';

interface Cell {
  readonly was: string;
  readonly should: string;
  readonly isRight: boolean;
}

const words = { failed: 'fail', errored: 'end with an error', passed: 'pass' } as const;

const passing = (passed: boolean): Cell => ({ was: passed ? 'pass' : 'fail', should: 'pass', isRight: passed });

const failing = (came: ProofFacts['t1s0']): Cell => ({ was: words[came], should: 'fail', isRight: came === 'failed' });

/** The red-green proof of each check that asks for one, as its four runs. */
export function Proofs({ checks }: { readonly checks: readonly CheckOutcome[] }) {
  const proven = checks.flatMap(({ id, proof }) => (proof === undefined ? [] : [{ id, proof }]));
  if (proven.length === 0) {
    return (
      <p class="quiet">
        No check asks for one. <code>red-green</code> under a check of the loop file does: then new tests must fail on
        the old sources and pass on the new ones.
      </p>
    );
  }
  return (
    <>
      {proven.map(({ id, proof }) => (
        <Proof key={id} id={id} proof={proof} />
      ))}
    </>
  );
}

function Proof({ id, proof }: { readonly id: string; readonly proof: ProofFacts }) {
  const { t0s0, t1s0, t1s1, t0s1, holds, why } = proof;
  return (
    <>
      <h3>
        <Verdict passed={holds} /> {id}: the proof {holds ? 'holds' : 'does not hold'}
      </h3>
      <SaidText text={why} />
      <table class="cells">
        <caption>What each of the four runs came to, and should</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">Old sources (S0)</th>
            <th scope="col">New sources (S1)</th>
          </tr>
        </thead>
        <tbody>
          <Row name="Old tests (T0)" cells={[passing(t0s0), passing(t0s1)]} />
          <Row name="New tests (T1)" cells={[failing(t1s0), passing(t1s1)]} />
        </tbody>
      </table>
    </>
  );
}

function Row({ name, cells }: { readonly name: string; readonly cells: readonly Cell[] }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      {cells.map(({ was, should, isRight }, at) => (
        <td key={at === 0 ? 'old' : 'new'}>
          <span class="labelled">
            <Verdict passed={isRight} />
            they {was}
          </span>
          <span class="should quiet">they should {should}</span>
        </td>
      ))}
    </tr>
  );
}
