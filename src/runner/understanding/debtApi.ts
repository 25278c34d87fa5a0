import type { Identity } from '../../model/steps.ts';
import type { RunnerMethod, RunnerParams, RunnerReply } from '../../protocol/runner.ts';
import { itemOf } from '../landing.ts';
import { outlined } from '../outline/outlineApi.ts';
import type { Outlines } from '../outline/outlines.ts';
import { Refused } from '../refusal.ts';
import type { Runs } from '../runs.ts';
import type { LedgerKeeping } from './ledgerKeeping.ts';
import { readerOf } from './readerOf.ts';
import { recordsAbout, unitsAt } from './why.ts';

type Handlers<M extends RunnerMethod> = {
  readonly [N in M]: (params: RunnerParams<N>) => Promise<RunnerReply<N>>;
};

export interface DebtApiOptions {
  readonly runs: Runs;
  readonly outlines: Outlines;
  readonly ledgerKeeping: Pick<LedgerKeeping, 'debts' | 'ledger'>;
}

/** What people ask of the ledger, and what they show it beside answers. */
export function debtApi(
  { runs, outlines, ledgerKeeping }: DebtApiOptions,
  person: () => Promise<Identity>,
): Handlers<'readUnits' | 'debt' | 'why'> {
  return {
    debt: async ({ of }) => ledgerKeeping.debts.of(of, await person()),
    why: async ({ path, line }) => {
      const { rows, tips } = await ledgerKeeping.debts.known();
      return recordsAbout(rows, unitsAt(await ledgerKeeping.debts.unitsOf(tips, path), path, line));
    },
    readUnits: async ({ run, item: named, head, units }) => {
      const state = runs.state(run);
      const { change, key } = itemOf(state, named);
      if (change?.head !== head) {
        throw new Refused(
          'other-head',
          `The change of ${key} is another one by now. Open the review again to read it.`,
        );
      }
      const outline = await outlines.withBodies(outlined(runs.directory(state.start.run), state), change);
      const asked = new Set(units);
      // What the ledger does not take owes nothing.
      const read = outline.files.flatMap((file) =>
        file.units.flatMap(({ id, landed }) =>
          landed === undefined || !asked.has(id) ? [] : [{ unit: id, body: landed.body }],
        ),
      );
      const { email } = await person();
      const at = Date.now();
      const ledger = await ledgerKeeping.ledger();
      const reader = readerOf(email);
      const isNew = ({ body }: { readonly body: string }): boolean =>
        !ledger.rows.some(
          (one) =>
            one.reader === reader && one.row.row === 'read' && one.row.body === body && at - one.row.at < readAgainMs,
        );
      await ledger.append(
        reader,
        read.filter(isNew).map(({ unit, body }) => ({ row: 'read', at, unit, body })),
      );
      return {};
    },
  };
}

/** Milliseconds within which reading the same again is one reading. */
const readAgainMs = 3_600_000;
