import type { AskedEvidence } from '../../model/evidence.ts';
import { nameAndEmail } from '../../model/nameAndEmail.ts';
import type { PersonSays } from '../../model/person.ts';
import type { ItemState } from '../../model/runState.ts';
import { iterationOf } from '../../model/stepState.ts';

/** What people asked for, took out and changed by hand, in the order they said it. */
export function askedOf({ said, steps }: Pick<ItemState, 'said' | 'steps'>): readonly AskedEvidence[] {
  const iterationAt = (head: string): number | undefined => {
    const step = steps.findLast(
      ({ kind, result }) => (kind === 'commit' || kind === 'rebase') && result?.change.head === head,
    );
    return step === undefined ? undefined : iterationOf(step);
  };
  return said.flatMap((one) => askedIn(one, iterationAt));
}

function askedIn(said: PersonSays, iterationAt: (head: string) => number | undefined): readonly AskedEvidence[] {
  if (said.kind === 'request-changes') {
    const { head, note, remarks, takenOut, by } = said;
    const after = iterationAt(head);
    return [
      {
        kind: 'request-changes',
        by: nameAndEmail(by),
        ...(after === undefined ? {} : { after }),
        ...(note === undefined ? {} : { note }),
        remarks,
        takenOut,
      },
    ];
  }
  if (said.kind !== 'edited') return [];
  const { takenOut = [], by } = said;
  return [{ kind: takenOut.length === 0 ? 'edit' : 'take-out', by: nameAndEmail(by), remarks: [], takenOut }];
}
