import type { Evidence, SpentRow } from '../../src/model/evidence.ts';
import { iterationWords, whoWords } from '../../src/model/evidenceWords.ts';
import type { Limit, Spend } from '../../src/model/spend.ts';
import { costText, tokensText } from '../../src/model/spendText.ts';
import { usedOf } from '../../src/model/usedOf.ts';
import { durationText } from '../shared/durationText.ts';
import { SpendBar } from '../shared/spendBar.tsx';
import { Table } from '../shared/table.tsx';

/** What each role took in each iteration, and what is left of the budget. */
export function Spent({ spent, budget }: Pick<Evidence, 'spent' | 'budget'>) {
  if (spent.length === 0) return <p class="quiet">Nothing was done for it yet.</p>;
  return (
    <>
      {budget === undefined ? (
        <p class="quiet">
          The loop keeps no budget, so nothing is added up. <code>budget</code> of the loop file sets limits.
        </p>
      ) : (
        <dl class="facts">
          <Limited name="This item" used={budget.item} limit={limitOf(budget.limits, 'item')} />
          <Limited name="The run" used={budget.run} limit={limitOf(budget.limits, 'run')} />
        </dl>
      )}
      <Table
        caption="Cost and time by role and iteration"
        quiet
        columns={[
          { name: 'Who' },
          { name: 'When' },
          { name: 'Time', isNumber: true },
          { name: 'Tokens', isNumber: true },
          { name: 'Cost', isNumber: true },
        ]}
        rows={spent.map((row) => ({ key: `${row.iteration} ${row.who}`, cells: cellsOf(row) }))}
      />
    </>
  );
}

const cellsOf = ({ who, iteration, seconds, tokens, costUsd }: SpentRow) => [
  whoWords[who],
  iterationWords(iteration),
  durationText(seconds * 1000),
  who === 'checks' ? '–' : tokensText(tokens),
  who === 'checks' ? '–' : costText(costUsd),
];

const limitOf = (limits: readonly Limit[], scope: Limit['scope']): Partial<Limit> =>
  limits.find((limit) => limit.scope === scope) ?? {};

interface LimitedProps {
  readonly name: string;
  readonly used: Spend;
  readonly limit: Partial<Limit>;
}

function Limited({ name, used, limit }: LimitedProps) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <SpendBar {...usedOf(used, limit)} />
      </dd>
    </>
  );
}
