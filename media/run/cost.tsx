import { useState } from 'preact/hooks';
import { costText, tokensText } from '../../src/model/spendText.ts';
import type { CostSeries } from '../../src/protocol/runPageView.ts';
import { durationText } from '../shared/durationText.ts';
import { EmptyState } from '../shared/emptyState.tsx';
import { Table } from '../shared/table.tsx';
import { CostChart } from './costChart.tsx';
import { type Measure, seriesOf } from './costSeries.ts';

/** What the run had used by when, with the budget and what earlier runs used; the table says the same. */
export function Cost({ cost }: { readonly cost: CostSeries }) {
  const known = seriesOf(cost, 'costUsd').isKnown ? 'costUsd' : 'tokens';
  const [chosen, setChosen] = useState<Measure>();
  const measure = chosen ?? known;
  const series = seriesOf(cost, measure);
  const [first] = cost.points;
  if (cost.points.length < 2 || first === undefined) {
    return (
      <EmptyState icon="graph-line" title="Nothing was used yet">
        <p>What agents use is added up after each iteration.</p>
      </EmptyState>
    );
  }
  return (
    <>
      <p class="choice">
        <label for="measure">In </label>
        <select
          id="measure"
          value={measure}
          onChange={({ currentTarget }) => setChosen(currentTarget.value === 'tokens' ? 'tokens' : 'costUsd')}
        >
          <option value="costUsd">dollars</option>
          <option value="tokens">tokens</option>
        </select>
      </p>
      {series.isKnown ? <CostChart series={series} /> : <p>No agent of this run says what it costs in this measure.</p>}
      <p class="quiet">{series.words}</p>
      <details>
        <summary>As a table</summary>
        <Table
          caption="What the run had used after each iteration"
          columns={[
            { name: 'After' },
            { name: 'Time', isNumber: true },
            { name: 'Tokens', isNumber: true },
            { name: 'Cost', isNumber: true },
          ]}
          rows={cost.points.slice(1).map(({ at, iteration, tokens, costUsd }, index) => ({
            key: `${at} ${index}`,
            cells: [
              iteration === 0 ? 'the look before' : `iteration ${iteration}`,
              durationText(at - first.at),
              tokensText(tokens),
              costText(costUsd),
            ],
          }))}
        />
      </details>
    </>
  );
}
