import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { StepChoice } from '../../src/protocol/runPageView.ts';
import { Button, LinkButton } from '../shared/button.tsx';
import { EmptyState } from '../shared/emptyState.tsx';
import { harmlessText } from '../shared/harmlessText.ts';
import { EntryView } from './entryView.tsx';
import type { Log, PageState } from './pageState.ts';

interface TranscriptProps {
  readonly steps: readonly StepChoice[];
  readonly log: Log | undefined;
  readonly found: PageState['found'];
  readonly chooseStep: (step: string) => void;
  readonly search: (step: string, text: string) => void;
}

/** Pixels from the end within which somebody reads the end. */
const nearEnd = 24;

/** What an agent said and did, as it comes; it stops following when somebody scrolls up. */
export function Transcript({ steps, log, found, chooseStep, search }: TranscriptProps) {
  const box = useRef<HTMLElement>(null);
  const [follows, setFollows] = useState(true);
  const step = log?.step ?? '';
  // Whatever came, the end is where it was.
  useLayoutEffect(() => {
    if (follows) box.current?.scrollTo(0, box.current.scrollHeight);
  }, [log, follows]);
  // Another step is followed anew.
  useEffect(() => setFollows(true), [step]);
  if (steps.length === 0 || log === undefined) {
    return (
      <EmptyState icon="comment" title="Nobody has said anything yet">
        <p>What agents and commands say appears here when the first of them works.</p>
      </EmptyState>
    );
  }
  const live = steps.find(({ key }) => key === step)?.live === true;
  const scrolled = ({ currentTarget }: { readonly currentTarget: HTMLElement }): void => {
    const { scrollHeight, scrollTop, clientHeight } = currentTarget;
    setFollows(scrollHeight - scrollTop - clientHeight < nearEnd);
  };
  const showEntry = (seq: number): void => {
    setFollows(false);
    // Of an output it is the number of the line; they are all about equally high.
    if (log.entries.length === 0) scrollToLine(box.current, seq, log.text);
    const entry = [...(box.current?.querySelectorAll<HTMLElement>('[data-seq]') ?? [])].findLast(
      ({ dataset }) => Number(dataset['seq']) <= seq,
    );
    entry?.scrollIntoView({ block: 'center' });
    entry?.focus();
  };
  return (
    <>
      <div class="actions bar-of-log">
        <label for="step">Step </label>
        <select id="step" value={step} onChange={({ currentTarget }) => chooseStep(currentTarget.value)}>
          {steps.map(({ key, label, live: works }) => (
            <option key={key} value={key}>
              {works ? `${label} (works)` : label}
            </option>
          ))}
        </select>
        <Search step={step} search={search} />
        {follows ? null : (
          <Button secondary icon="arrow-down" act={() => setFollows(true)}>
            {live ? 'Follow' : 'To the End'}
          </Button>
        )}
      </div>
      <Found found={found} show={showEntry} />
      <section
        class="log"
        ref={box}
        aria-label="Transcript of the step"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach it to scroll it
        tabIndex={0}
        onScroll={scrolled}
      >
        {log.entries.map((entry, index) => (
          <EntryView key={`${index} ${entry.seq}`} entry={entry} />
        ))}
        {log.text === '' ? null : <pre>{harmlessText(log.text)}</pre>}
        {log.entries.length === 0 && log.text === '' ? (
          <p class="quiet">{log.ended ? 'It said nothing.' : 'It has said nothing yet.'}</p>
        ) : null}
      </section>
    </>
  );
}

function scrollToLine(box: HTMLElement | null, line: number, text: string): void {
  if (box === null) return;
  const share = (line - 1) / text.split('\n').length;
  box.scrollTo(0, share * box.scrollHeight - box.clientHeight / 2);
  box.focus();
}

function Search({ step, search }: Pick<TranscriptProps, 'search'> & { readonly step: string }) {
  const [text, setText] = useState('');
  return (
    <form
      class="search"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') search(step, text);
      }}
    >
      <input
        type="search"
        aria-label="Search in what the step said"
        placeholder="Search (Enter)"
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
    </form>
  );
}

function Found({ found, show }: Pick<TranscriptProps, 'found'> & { readonly show: (seq: number) => void }) {
  if (found === undefined) return null;
  const { text, hits, more } = found;
  const count = hits.length === 0 ? 'Nothing says' : `${hits.length}${more ? ' and more' : ''} with`;
  return (
    <div role="status" class="found">
      <p class="quiet">
        {count} “{text}”
      </p>
      <ul class="plain">
        {hits.map((hit, index) => (
          <li key={`${hit.seq} ${index}`}>
            <LinkButton act={() => show(hit.seq)}>{harmlessText(hit.text.trim())}</LinkButton>
          </li>
        ))}
      </ul>
    </div>
  );
}
