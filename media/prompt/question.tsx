import { useState } from 'preact/hooks';
import { type Confidence, confidences, type Given, gap, type Prompt } from '../../src/model/prompt.ts';
import { promptTitles } from '../../src/model/promptTitles.ts';
import type { Draft } from '../../src/protocol/promptView.ts';
import { Button } from '../shared/button.tsx';
import { harmlessText } from '../shared/harmlessText.ts';
import { Answering } from './answering.tsx';
import { CodePlace, indentAfter } from './codePlace.tsx';
import { Place } from './parts.tsx';
import type { Drafts, PageOf, Say } from './say.ts';

interface QuestionProps {
  readonly page: PageOf<'question'>;
  readonly say: Say;
  readonly drafts: Drafts;
}

/** The prompt itself. It is answered once: what was sent cannot be sent again. */
export function Question({ page: { prompt, progress, looked }, say, drafts }: QuestionProps) {
  const [draft, setDraft] = useState(() => drafts.of(prompt.id));
  const [sent, setSent] = useState(false);
  const change = (made: Partial<Draft>): void => {
    const changed = { ...draft, ...made };
    setDraft(changed);
    drafts.keep(changed);
  };
  const given = givenIn(prompt, draft);
  const answer = (confidence: Confidence): void => {
    if (given === undefined || sent) return;
    setSent(true);
    say({ say: 'answer', prompt: prompt.id, given, confidence });
  };
  return (
    <>
      <p class="quiet progress">{progress}</p>
      <h1 tabIndex={-1}>{promptTitles[prompt.kind]}</h1>
      <Place {...prompt} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          answer('likely');
        }}
      >
        <CodePlace prompt={prompt} inPlace={asked(prompt, draft, change)} />
        <Answering prompt={prompt} draft={draft} change={change} />
        <Sureness isReady={given !== undefined && !sent} answer={answer} />
      </form>
      <LookUp prompt={prompt} looked={looked} say={say} />
    </>
  );
}

/** What stands at the place; where a word is left out, there it is written. */
function asked({ shown, before, ask }: Prompt, { text }: Draft, change: (made: Partial<Draft>) => void) {
  if (shown.length === 0) return [`${indentAfter(before)}…`];
  return shown.map((line) => {
    const [left = '', right] = line.split(gap);
    if (ask.by !== 'text' || right === undefined) return harmlessText(line);
    return (
      <>
        {harmlessText(left)}
        <input
          class="gap"
          type="text"
          aria-label="What stands here"
          value={text}
          maxLength={ask.most}
          size={Math.max(8, text.length + 1)}
          autocomplete="off"
          spellcheck={false}
          onInput={({ currentTarget }) => change({ text: currentTarget.value })}
        />
        {harmlessText(right)}
      </>
    );
  });
}

/** The answer that a draft makes; undefined while it makes none. */
function givenIn({ ask }: Prompt, { options, text }: Draft): Given | undefined {
  const [option] = options;
  if (ask.by === 'one') return option === undefined ? undefined : { by: 'one', option };
  if (ask.by === 'several') return option === undefined ? undefined : { by: 'several', options };
  const written = text.trim();
  const least = ask.by === 'words' ? ask.least : 1;
  return written.length < least || written.length > ask.most ? undefined : { by: ask.by, text: written };
}

const sureness: Readonly<Record<Confidence, { readonly label: string; readonly title: string }>> = {
  guess: { label: 'Guess', title: 'I guess: what is guessed right earns nothing' },
  likely: { label: 'Likely', title: 'I think so' },
  sure: { label: 'Sure', title: 'I know it from the code' },
};

interface SurenessProps {
  readonly isReady: boolean;
  readonly answer: (confidence: Confidence) => void;
}

/** How sure somebody is: saying it answers. */
function Sureness({ isReady, answer }: SurenessProps) {
  return (
    <fieldset class="sureness">
      <legend>How sure are you? Pressing one answers.</legend>
      <div class="actions">
        {confidences.map((confidence) => (
          // The page's own buttons: Enter in the answer presses the one that submits, which an element of a library does not get.
          <button
            key={confidence}
            type={confidence === 'likely' ? 'submit' : 'button'}
            class="primary"
            title={sureness[confidence].title}
            disabled={!isReady}
            {...(confidence === 'likely' ? {} : { onClick: () => answer(confidence) })}
          >
            {sureness[confidence].label}
          </button>
        ))}
        <span class="quiet">Your first answer counts. What is guessed right earns nothing.</span>
      </div>
    </fieldset>
  );
}

function LookUp({
  prompt: { book },
  looked,
  say,
}: {
  readonly prompt: Prompt;
  readonly looked: boolean;
  readonly say: Say;
}) {
  const open = () => say({ say: 'open-code' });
  if (book === 'open') {
    return (
      <div class="actions look">
        <Button secondary icon="go-to-file" act={open}>
          Open the Code
        </Button>
        <span class="quiet">The code alone does not tell. Reading it costs nothing.</span>
      </div>
    );
  }
  return (
    <div class="actions look">
      <Button secondary icon="book" act={open}>
        Look It Up
      </Button>
      <span class="quiet">
        {looked ? 'Looked up: a right answer counts half.' : 'The code tells. A right answer counts half then.'}
      </span>
    </div>
  );
}
