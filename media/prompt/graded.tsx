import { Button } from '../shared/button.tsx';
import { Icon } from '../shared/icon.tsx';
import { CodePlace } from './codePlace.tsx';
import { Landing, Note, optionsOf, Place } from './parts.tsx';
import type { PageOf, Say } from './say.ts';

export const verdictOf = ({ graded: { correct } }: PageOf<'graded'>): string =>
  correct ? 'Right: that is what it wrote' : 'Missed: it wrote another line';

export const writtenLine = ({ prompt, graded: { key } }: PageOf<'graded'>): string =>
  optionsOf(prompt)[key.by === 'one' ? key.option : -1] ?? '';

/** What was right, why, and where that leaves the landing. */
export function Graded({ page, say }: { readonly page: PageOf<'graded'>; readonly say: Say }) {
  const { prompt, given, graded, gate } = page;
  const { correct, explanation, key } = graded;
  const chosen = given.by === 'one' ? given.option : -1;
  const written = key.by === 'one' ? key.option : -1;
  return (
    <>
      <h1 tabIndex={-1} class={correct ? 'right' : 'wrong'}>
        <Icon name={correct ? 'pass' : 'error'} color={correct ? 'testing.iconPassed' : 'errorForeground'} />
        {verdictOf(page)}
      </h1>
      <Place {...prompt} />
      <CodePlace prompt={prompt} inPlace={writtenLine(page)} />
      <ul class="answers" aria-label="The options">
        {optionsOf(prompt).map((text, index) => (
          <li key={text} class={index === written ? 'option written' : index === chosen ? 'option missed' : 'option'}>
            <span class="mark">{markOf(index, written, chosen)}</span>
            <code>{text}</code>
          </li>
        ))}
      </ul>
      <Note text={explanation} />
      <Landing gate={gate} say={say}>
        <Button secondary act={() => say({ say: 'open-diff', path: prompt.path })}>
          Open the Diff
        </Button>
      </Landing>
    </>
  );
}

function markOf(index: number, written: number, chosen: number): string {
  if (index === written) return index === chosen ? 'written, your answer' : 'written';
  return index === chosen ? 'your answer' : '';
}
