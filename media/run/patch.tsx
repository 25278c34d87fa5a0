import { useMemo, useState } from 'preact/hooks';
import { Button } from '../shared/button.tsx';
import { harmlessText } from '../shared/harmlessText.ts';
import type { PageState } from './pageState.ts';
import { type Hunk, type PatchFile, type PatchLine, readPatch } from './readPatch.ts';

interface PatchProps {
  readonly number: number;
  readonly patch: ReturnType<PageState['patches']['get']>;
  readonly ask: (iteration: number) => void;
}

/** What one iteration changed, folded by file; asked for when somebody wants to see it, because it costs git. */
export function Patch({ number, patch, ask }: PatchProps) {
  const [asked, setAsked] = useState(false);
  const files = useMemo(() => readPatch(patch?.patch ?? ''), [patch]);
  if (patch === undefined) {
    return (
      <div class="actions">
        <Button
          secondary
          icon="diff"
          disabled={asked}
          act={() => {
            setAsked(true);
            ask(number);
          }}
        >
          Show What It Changed
        </Button>
      </div>
    );
  }
  return (
    <>
      <h4>What it changed</h4>
      {patch.why === '' ? null : <p>{patch.why}</p>}
      {patch.why === '' && files.length === 0 ? <p>Nothing.</p> : null}
      {files.map((file) => (
        <File key={file.path} file={file} open={files.length === 1} />
      ))}
      {patch.cut ? (
        <p class="quiet">The rest is left out: it is longer than 1 MB. Open the review to read all of it.</p>
      ) : null}
    </>
  );
}

function File({ file, open }: { readonly file: PatchFile; readonly open: boolean }) {
  const [shown, setShown] = useState(open);
  const { path, added, removed, remark, hunks } = file;
  return (
    <details class="file" open={shown} onToggle={({ currentTarget }) => setShown(currentTarget.open)}>
      <summary>
        <code>{harmlessText(path)}</code>{' '}
        <span class="quiet">
          +{added} −{removed}
          {remark === '' ? '' : `, ${remark}`}
        </span>
      </summary>
      {shown ? hunks.map((hunk) => <HunkTable key={hunk.header} hunk={hunk} path={path} />) : null}
    </details>
  );
}

const signs: { readonly [K in PatchLine['kind']]: string } = { added: '+', removed: '−', same: '' };
const spoken: { readonly [K in PatchLine['kind']]: string } = { added: 'added', removed: 'removed', same: '' };

function HunkTable({ hunk: { header, lines }, path }: { readonly hunk: Hunk; readonly path: string }) {
  return (
    <table class="hunk">
      <caption>
        <span class="for-readers">{harmlessText(path)} </span>
        {harmlessText(header)}
      </caption>
      <tbody>
        {lines.map(({ kind, before, after, text }) => (
          <tr key={`${before ?? ''} ${after ?? ''}`} class={kind}>
            <td class="number">{before ?? ''}</td>
            <td class="number">{after ?? ''}</td>
            <td class="sign">
              <span aria-hidden="true">{signs[kind]}</span>
              <span class="for-readers">{spoken[kind]}</span>
            </td>
            <td>
              <code>{harmlessText(text)}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
