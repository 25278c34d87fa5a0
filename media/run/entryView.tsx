import { useState } from 'preact/hooks';
import { durationText } from '../shared/durationText.ts';
import { harmlessText } from '../shared/harmlessText.ts';
import { Icon } from '../shared/icon.tsx';
import { SaidCode, SaidText } from '../shared/saidText.tsx';
import type { Entry, Tool } from './transcriptEntries.ts';

/** One thing that an agent said or did. */
export function EntryView({ entry }: { readonly entry: Entry }) {
  return (
    <div class={`entry ${entry.kind}`} data-seq={entry.seq} tabIndex={-1}>
      <Body entry={entry} />
    </div>
  );
}

function Body({ entry }: { readonly entry: Entry }) {
  switch (entry.kind) {
    case 'said':
      return <SaidText text={entry.text} />;
    case 'thought':
      return <Folded icon="lightbulb" title="Thought" body={entry.text} />;
    case 'asked':
      return <Folded icon="comment" title="What it was asked" body={entry.text} />;
    case 'note':
      return (
        <p class="quiet">
          <Icon name={entry.icon} /> {harmlessText(entry.text)}
        </p>
      );
    case 'tool':
      return <ToolView tool={entry} />;
  }
}

function Folded({ icon, title, body }: { readonly icon: string; readonly title: string; readonly body: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <Icon name={icon} /> {title}
      </summary>
      {open ? <SaidText text={body} /> : null}
    </details>
  );
}

/** A tool call, folded: its name, what it is about, how long it took and whether it worked. */
function ToolView({ tool }: { readonly tool: Tool }) {
  const [open, setOpen] = useState(false);
  const { name, target, input, startedAt, endedAt, ok, output } = tool;
  const state = endedAt === undefined ? 'works' : ok === false ? 'failed' : 'done';
  const icon = { works: 'loading', failed: 'error', done: 'check' }[state];
  const time = endedAt === undefined ? '' : durationText(endedAt - startedAt);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary class="tool-line">
        <Icon name={icon} spin={state === 'works'} color={state === 'failed' ? 'testing.iconFailed' : undefined} />{' '}
        <strong>{harmlessText(name)}</strong> <code>{harmlessText(target)}</code>{' '}
        <span class="quiet">{[state, time].filter((part) => part !== '').join(', ')}</span>
      </summary>
      {open ? <SaidCode text={input} label={`Input of ${name}`} /> : null}
      {open && output !== undefined && output !== '' ? <SaidCode text={output} label={`Result of ${name}`} /> : null}
    </details>
  );
}
