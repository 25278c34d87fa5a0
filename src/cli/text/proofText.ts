import type { Proof } from '../../model/steps.ts';
import { inert } from './inert.ts';
import type { Paint } from './paint.ts';

/** What each of the four runs came to, and what it must come to. */
export function proofText(proof: Proof, paint: Paint): readonly string[] {
  const { t0s0, t1s0, t1s1, t0s1, holds, why } = proof;
  const cell = (what: string, came: string, isRight: boolean) =>
    `${isRight ? paint.green('✓') : paint.red('✗')} ${what}: ${came}`;
  const passing = (passed: boolean) => (passed ? 'pass' : 'fail');
  const verdict = holds ? paint.green('holds') : paint.red('does not hold');
  return [
    `red-green proof ${verdict}${why === '' ? '' : `: ${inert(why)}`}`,
    `  ${cell('old tests on old sources', passing(t0s0), t0s0)}`,
    `  ${cell('new tests on old sources', newOnOld[t1s0], t1s0 === 'failed')}`,
    `  ${cell('new tests on new sources', passing(t1s1), t1s1)}`,
    `  ${cell('old tests on new sources', passing(t0s1), t0s1)}`,
  ];
}

const newOnOld: { readonly [C in Proof['t1s0']]: string } = {
  failed: 'fail, as they must',
  errored: 'end with an error',
  passed: 'pass, so they prove nothing',
};
