import type { ComponentChild } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Table } from '../shared/table.tsx';
import { cellWords } from './cellWords.ts';
import type { Table as Data } from './table.ts';

interface DataTableProps {
  readonly data: Data;
  /** What stands in a cell in place of its words. */
  readonly draw?: (row: number, column: number) => ComponentChild | undefined;
}

/** A table of the dashboard; the heading above it names it to the eye. */
export function DataTable({ data: { title, columns, rows }, draw }: DataTableProps) {
  const frame = useRef<HTMLDivElement>(null);
  // Where it is wider than the page it scrolls, and then the keyboard has to get there.
  const stop = useIsCut(frame) ? { tabIndex: 0, role: 'group' as const, 'aria-label': title } : {};
  return (
    <div class="scrolls" ref={frame} {...stop}>
      <Table
        caption={title}
        quiet
        columns={columns.map(({ name, unit }) => ({ name, isNumber: unit !== 'text' && unit !== 'time' }))}
        rows={rows.map((row, index) => ({
          key: row.slice(0, 2).join(' ') || String(index),
          cells: columns.map(({ unit }, at) => draw?.(index, at) ?? cellWords(row[at], unit)),
        }))}
      />
    </div>
  );
}

/** Whether an element has less room than what is in it. */
function useIsCut(frame: { readonly current: HTMLElement | null }): boolean {
  const [isCut, tell] = useState(false);
  useEffect(() => {
    const { current } = frame;
    if (current === null) return;
    const resized = new ResizeObserver(() => tell(current.scrollWidth > current.clientWidth));
    resized.observe(current);
    return () => resized.disconnect();
  }, [frame]);
  return isCut;
}

/** The text behind a chart. */
export function AsTable({ data }: { readonly data: Data }) {
  return (
    <details>
      <summary>As a table</summary>
      <DataTable data={data} />
    </details>
  );
}
