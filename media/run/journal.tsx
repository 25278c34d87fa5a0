import { useMemo, useState } from 'preact/hooks';
import type { JournalRow } from '../../src/protocol/runPageView.ts';
import { matching, windowOf } from './journalWindow.ts';

/** Pixels; the style sheet says the same. */
const rowHeight = 22;
const boxHeight = 20 * rowHeight;

/** The events of the run. Only the rows that are seen are drawn, so that ten thousand stay smooth. */
export function Journal({ rows }: { readonly rows: readonly JournalRow[] }) {
  const [text, setText] = useState('');
  const [top, setTop] = useState(0);
  const shown = useMemo(() => matching(rows, text), [rows, text]);
  const { first, last } = windowOf({ top, height: boxHeight, rowHeight }, shown.length);
  const count = shown.length === rows.length ? `${rows.length} events` : `${shown.length} of ${rows.length} events`;
  return (
    <>
      <p class="choice">
        <input
          type="search"
          aria-label="Filter the journal"
          placeholder="Filter"
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />{' '}
        <span class="quiet" role="status">
          {count}
        </span>
      </p>
      <section
        class="journal"
        aria-label="Events of the journal"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach it to scroll it
        tabIndex={0}
        onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}
      >
        <table aria-rowcount={shown.length + 1}>
          <thead>
            <tr aria-rowindex={1}>
              {['Nr', 'Time', 'Event', 'Step', 'Detail'].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <Gap rows={first} />
            {shown.slice(first, last).map(({ seq, at, event, step, detail }, index) => (
              <tr key={seq} aria-rowindex={first + index + 2}>
                <td class="number">{seq}</td>
                <td>{new Date(at).toLocaleTimeString()}</td>
                <td>{event}</td>
                <td title={step}>{step}</td>
                <td title={detail}>{detail}</td>
              </tr>
            ))}
            <Gap rows={shown.length - last} />
          </tbody>
        </table>
      </section>
    </>
  );
}

/** Takes the room of rows that are not drawn. */
function Gap({ rows }: { readonly rows: number }) {
  if (rows === 0) return null;
  return (
    <tr class="gap">
      <td colSpan={5} style={{ height: `${rows * rowHeight}px` }} />
    </tr>
  );
}
