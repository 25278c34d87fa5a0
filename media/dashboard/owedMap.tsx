import type { DashboardData } from '../../src/protocol/dashboardView.ts';
import { harmlessText } from '../shared/harmlessText.ts';
import { AsTable } from './dataTable.tsx';
import type { Say } from './say.ts';
import { owedTable } from './tables.ts';
import { csvExport, Titled } from './titled.tsx';
import { type Rect, squarified, type Tile } from './treemap.ts';
import { counted } from './words.ts';

type OwedRow = DashboardData['owed']['rows'][number];

/** Width over height of the map, as main.css draws it. */
const aspect = 3;
/** Files that can be told apart; the others stand in the table. */
const mostTiles = 120;
/** Parts of the whole below which a name does not fit. */
const leastWidth = 0.08;
const leastHeight = 0.09;

/** What is owed by folder and file, each as large as it is; the same as a table behind it. */
export function OwedMap({ data, say }: { readonly data: DashboardData; readonly say: Say }) {
  const { rows } = data.owed;
  if (rows.length === 0) return null;
  const table = owedTable(data);
  const [first] = rows;
  return (
    <section class="chart" aria-labelledby={table.id}>
      <Titled level={3} title={table.title} id={table.id} exports={[csvExport(table, say)]} />
      <div
        class="treemap"
        role="img"
        aria-label={`Owed lines by file. The most, ${counted(first?.lines ?? 0, 'line')}, in ${first?.path ?? ''}. The table below has all.`}
      >
        {folders(rows.slice(0, mostTiles)).map((folder) => (
          <div key={folder.of.path} class="folder" style={placed(folder)} title={folderWords(folder.of)}>
            {squarified(folder.of.rows, ({ lines }) => lines, (aspect * folder.width) / folder.height).map((tile) => (
              <FileTile key={tile.of.path} tile={tile} inside={folder} />
            ))}
          </div>
        ))}
      </div>
      <AsTable data={table} />
    </section>
  );
}

function FileTile({ tile, inside }: { readonly tile: Tile<OwedRow>; readonly inside: Rect }) {
  const { path, lines } = tile.of;
  const fits = tile.width * inside.width > leastWidth && tile.height * inside.height > leastHeight;
  return (
    <div class="tile" style={placed(tile)} title={`${harmlessText(path)}: ${counted(lines, 'line')}`}>
      {fits && (
        <>
          <span class="name">{harmlessText(path.slice(path.lastIndexOf('/') + 1))}</span>
          <span>{lines}</span>
        </>
      )}
    </div>
  );
}

interface Folder {
  readonly path: string;
  readonly rows: readonly OwedRow[];
}

function folders(rows: readonly OwedRow[]): readonly Tile<Folder>[] {
  const byFolder = new Map<string, OwedRow[]>();
  for (const row of rows) {
    const path = row.path.slice(0, Math.max(0, row.path.lastIndexOf('/')));
    byFolder.set(path, [...(byFolder.get(path) ?? []), row]);
  }
  const all = [...byFolder].map(([path, own]): Folder => ({ path, rows: own }));
  return squarified(all, sumOf, aspect);
}

const sumOf = ({ rows }: Folder): number => rows.reduce((sum, { lines }) => sum + lines, 0);

const folderWords = (folder: Folder): string =>
  `${harmlessText(folder.path) || 'top of the repository'}: ${counted(sumOf(folder), 'line')}`;

const part = (share: number): string => `${(share * 100).toFixed(3)}%`;

const placed = ({ x, y, width, height }: Rect) => ({
  left: part(x),
  top: part(y),
  width: part(width),
  height: part(height),
});
