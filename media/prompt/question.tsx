import { useState } from 'preact/hooks';
import { CodePlace } from './codePlace.tsx';
import { optionsOf, Place } from './parts.tsx';
import type { PageOf, Say } from './say.ts';

const asked = '…';

/** The prompt itself. It is answered once: what was sent cannot be sent again. */
export function Question({ page: { prompt }, say }: { readonly page: PageOf<'question'>; readonly say: Say }) {
  const [option, setOption] = useState<number>();
  const [sent, setSent] = useState(false);
  const answer = (): void => {
    if (option === undefined || sent) return;
    setSent(true);
    say({ say: 'answer', prompt: prompt.id, given: { by: 'one', option }, confidence: 'likely' });
  };
  return (
    <>
      <h1 tabIndex={-1}>Which did it write?</h1>
      <Place {...prompt} />
      <CodePlace prompt={prompt} inPlace={asked} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          answer();
        }}
      >
        <fieldset>
          <legend>{`Line ${prompt.line} is one of these`}</legend>
          {optionsOf(prompt).map((text, index) => (
            <label key={text} class="option">
              <input type="radio" name="option" value={String(index)} onChange={() => setOption(index)} />
              <code>{text}</code>
            </label>
          ))}
        </fieldset>
        <div class="actions">
          {/* The page's own button: Enter in the options presses it, which an element of a library does not get. */}
          <button type="submit" class="primary" disabled={option === undefined || sent}>
            Answer
          </button>
          <span class="quiet">Your first answer counts.</span>
        </div>
      </form>
    </>
  );
}
