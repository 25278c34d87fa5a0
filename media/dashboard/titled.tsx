import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import { csvOf } from './csv.ts';
import type { Say } from './say.ts';
import type { Table } from './table.ts';

/** Something that can be had as a file. */
export interface Export {
  readonly icon: string;
  /** What the button says to who reads it and to who points at it. */
  readonly label: string;
  readonly save: () => void;
}

export const csvExport = (data: Table, say: Say): Export => ({
  icon: 'export',
  label: `Export as CSV: ${data.title}`,
  save: () => say({ say: 'save-csv', name: data.id, text: csvOf(data) }),
});

interface TitledProps {
  readonly level: 2 | 3;
  readonly title: string;
  readonly id: string;
  readonly exports: readonly Export[];
}

/** A heading, and beside it how to have what stands below it as a file. */
export function Titled({ level, title, id, exports }: TitledProps) {
  return (
    <div class="titled">
      {level === 2 ? <h2 id={id}>{title}</h2> : <h3 id={id}>{title}</h3>}
      {exports.map(({ icon, label, save }) => (
        <vscode-toolbar-button key={label} icon={icon} label={label} title={label} onClick={save} />
      ))}
    </div>
  );
}
