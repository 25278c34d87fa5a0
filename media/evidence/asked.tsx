import type { AskedEvidence } from '../../src/model/evidence.ts';
import { askedWords } from '../../src/model/evidenceWords.ts';
import { harmlessText } from '../shared/harmlessText.ts';
import { SaidCode, SaidText } from '../shared/saidText.tsx';

/** What people asked for, took out and edited, newest last. */
export function Asked({ asked }: { readonly asked: readonly AskedEvidence[] }) {
  if (asked.length === 0) {
    return (
      <p class="quiet">
        Nobody asked for a change or took anything out. The review does both: remark on lines, or take a piece out.
      </p>
    );
  }
  return (
    <ul class="told">
      {asked.map((one, at) => (
        <li key={`${at} ${one.by}`}>
          <strong>{harmlessText(one.by)}</strong> {askedWords[one.kind]}
          {one.after === undefined ? '' : ` after iteration ${one.after}`}
          {one.note === undefined ? null : <SaidText text={one.note} />}
          {one.remarks.map((remark) => (
            <Remark key={remark.id} remark={remark} />
          ))}
          {one.takenOut.map((piece) => (
            <TakenOut key={piece.piece} piece={piece} />
          ))}
        </li>
      ))}
    </ul>
  );
}

function Remark({ remark }: { readonly remark: AskedEvidence['remarks'][number] }) {
  const { anchor, said } = remark;
  const lines = anchor.first === anchor.last ? `${anchor.first}` : `${anchor.first} to ${anchor.last}`;
  return (
    <div class="quote">
      <code>{harmlessText(anchor.path)}</code>{' '}
      <span class="quiet">
        {anchor.side === 'base' ? 'old ' : ''}
        {anchor.first === anchor.last ? 'line' : 'lines'} {lines}
      </span>
      {said.map((text) => (
        <SaidText key={text} text={text} />
      ))}
    </div>
  );
}

function TakenOut({ piece }: { readonly piece: AskedEvidence['takenOut'][number] }) {
  const { path, patch, why } = piece;
  return (
    <div class="quote">
      {why === undefined ? null : <SaidText text={why} />}
      <details class="evidence">
        <summary>
          Taken out of <code>{harmlessText(path)}</code>
        </summary>
        <SaidCode text={patch} label={`What was taken out of ${path}`} />
      </details>
    </div>
  );
}
