import { type Given, gap, type Prompt } from '../../src/model/prompt.ts';
import { Button } from '../shared/button.tsx';
import { harmlessText } from '../shared/harmlessText.ts';
import { Icon } from '../shared/icon.tsx';
import { CodePlace } from './codePlace.tsx';
import { chosenIn, Note, optionsOf, Place, Stands } from './parts.tsx';
import type { PageOf, Say } from './say.ts';

export const verdictOf = ({ graded: { correct } }: PageOf<'graded'>): string => (correct ? 'Right' : 'Missed');

/** The right answer in words. */
export function rightAnswer({ prompt, graded: { key, lineText } }: PageOf<'graded'>): string {
  const right = chosenIn(key).map((index) => optionsOf(prompt)[index]?.trim() ?? '');
  if (right.length > 0) return right.join(', ');
  return key.by === 'text' ? key.text : lineText.trim();
}

/** What was right, why, what it earned, and where that leaves the person. */
export function Graded({ page, say }: { readonly page: PageOf<'graded'>; readonly say: Say }) {
  const { prompt, given, graded, standing } = page;
  const { correct, explanation, path, line, lineText } = graded;
  return (
    <>
      <h1 tabIndex={-1} class={correct ? 'right' : 'wrong'}>
        <Icon name={correct ? 'pass' : 'error'} color={correct ? 'testing.iconPassed' : 'errorForeground'} />
        {verdictOf(page)}
      </h1>
      <Place {...prompt} />
      <CodePlace prompt={prompt} inPlace={inPlace(page)} />
      {optionsOf(prompt).length > 0 && <Answers prompt={prompt} given={given} right={graded.key} />}
      {'text' in given && <Written text={given.text} />}
      <p>
        <span class="quiet">{`As it was written, ${harmlessText(path)}:${line}: `}</span>
        <code class="written-line">{harmlessText(lineText.trim())}</code>
      </p>
      <Note text={explanation} />
      <p class="quiet">{earned(page)}</p>
      <Stands standing={standing} say={say}>
        <Button secondary act={() => say({ say: 'open-code' })}>
          {standing.about === 'change' ? 'Open the Diff' : 'Open the Code'}
        </Button>
      </Stands>
    </>
  );
}

/** The right answer in its place; a mutated line that was shown stays as it was asked. */
function inPlace({ prompt: { shown }, graded: { lineText, key } }: PageOf<'graded'>): readonly string[] {
  if (shown.length === 0) return [harmlessText(lineText)];
  const right = key.by === 'text' ? key.text : gap;
  return shown.map((text) => harmlessText(text.replace(gap, () => right)));
}

interface AnswersProps {
  readonly prompt: Prompt;
  readonly given: Given;
  readonly right: Given;
}

function Answers({ prompt, given, right }: AnswersProps) {
  const [chosen, key] = [chosenIn(given), chosenIn(right)];
  return (
    <ul class="answers" aria-label="The options">
      {optionsOf(prompt).map((text, index) => {
        const [isRight, isChosen] = [key.includes(index), chosen.includes(index)];
        return (
          <li key={text} class={isRight ? 'option written' : isChosen ? 'option missed' : 'option'}>
            <span class="mark">{[isRight && 'right', isChosen && 'your answer'].filter(Boolean).join(', ')}</span>
            <code>{harmlessText(text)}</code>
          </li>
        );
      })}
    </ul>
  );
}

function Written({ text }: { readonly text: string }) {
  return (
    <p>
      <span class="quiet">Your answer: </span>
      <code>{harmlessText(text)}</code>
    </p>
  );
}

/** What the answer is worth. */
export function earned({ graded: { correct, credit } }: PageOf<'graded'>): string {
  if (!correct) return 'A missed prompt earns nothing, and stays on this machine.';
  if (credit === 0) return 'It was a guess, and earns nothing.';
  return `It earned ${Math.round(credit * 100)} of 100 as evidence that you understand it.`;
}
