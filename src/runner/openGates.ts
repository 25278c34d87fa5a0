import { approversOf } from '../engine/gates.ts';
import type { Gate } from '../model/loop/gates.ts';
import type { Approval } from '../model/person.ts';
import type { RunState } from '../model/runState.ts';
import { saidTo } from '../model/shapes.ts';
import { stepsOfKind } from '../model/stepState.ts';

/** What the gates before delivery still wait for, in words; undefined where none does. */
export function openGates(
  gates: readonly Gate[],
  state: RunState,
  { item, approved }: { readonly item: string; readonly approved: Approval },
): string | undefined {
  const asked = stepsOfKind(state.items.get(item)?.steps ?? [], 'gate');
  const said = saidTo(state, item);
  // What was approved before it was worked on again was not this, even where the content is the same.
  const since = said.slice(said.findLastIndex(({ kind }) => kind === 'request-changes') + 1);
  const landers = since.flatMap((one) => (one.kind === 'land' && one.approval.head === approved.head ? [one.by] : []));
  const open = gates.flatMap((gate) => {
    const asks =
      gate.when === undefined || asked.findLast(({ input }) => input.gate === gate.id)?.result?.asks === true;
    const missing = gate.approvals - approversOf(gate, landers).length;
    const isBefore = gate.before === 'deliver' || (gate.before === 'merge' && state.start.deliver.as === 'merge');
    return isBefore && asks && missing > 0 ? [waiting(gate, missing)] : [];
  });
  return open.length === 0 ? undefined : open.join(' ');
}

function waiting({ id, approvers }: Gate, missing: number): string {
  const who =
    approvers === undefined ? (missing === 1 ? 'one more person' : `${missing} more people`) : approvers.join(', ');
  const count = approvers !== undefined && missing < approvers.length ? `${missing} of ` : '';
  return `The gate ${id} waits for ${count}${who}.`;
}
