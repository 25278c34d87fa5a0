import type { Prompt } from '../../src/model/prompt.ts';
import { gap } from '../../src/model/prompt.ts';
import type { Draft } from '../../src/protocol/promptView.ts';
import { harmlessText } from '../shared/harmlessText.ts';
import { marked } from './parts.tsx';

interface AnsweringProps {
  readonly prompt: Prompt;
  readonly draft: Draft;
  readonly change: (made: Partial<Draft>) => void;
}

/** The question, and where it is answered: options, ticks, a line or a text. */
export function Answering({ prompt, draft, change }: AnsweringProps) {
  const { ask, question } = prompt;
  return (
    <fieldset>
      <legend>{marked(question)}</legend>
      {'options' in ask && <Options prompt={prompt} draft={draft} change={change} />}
      {ask.by === 'text' && !prompt.shown.some((line) => line.includes(gap)) && (
        <input
          class="gap alone"
          type="text"
          aria-label="Your answer"
          value={draft.text}
          maxLength={ask.most}
          autocomplete="off"
          spellcheck={false}
          onInput={({ currentTarget }) => change({ text: currentTarget.value })}
        />
      )}
      {ask.by === 'words' && <Words prompt={prompt} draft={draft} change={change} />}
    </fieldset>
  );
}

function Options({ prompt: { ask }, draft: { options: chosen }, change }: AnsweringProps) {
  if (!('options' in ask)) return null;
  const isOne = ask.by === 'one';
  const toggled = (index: number): number[] =>
    chosen.includes(index) ? chosen.filter((one) => one !== index) : [...chosen, index].sort((a, b) => a - b);
  return ask.options.map((text, index) => (
    <label key={text} class="option">
      <input
        type={isOne ? 'radio' : 'checkbox'}
        name="option"
        value={String(index)}
        checked={chosen.includes(index)}
        onChange={() => change({ options: isOne ? [index] : toggled(index) })}
      />
      <code>{harmlessText(text)}</code>
    </label>
  ));
}

function Words({ prompt: { ask }, draft: { text }, change }: AnsweringProps) {
  if (ask.by !== 'words') return null;
  const left = ask.least - text.trim().length;
  return (
    <>
      <textarea
        rows={6}
        aria-label="Your explanation"
        aria-describedby="least"
        value={text}
        maxLength={ask.most}
        onInput={({ currentTarget }) => change({ text: currentTarget.value })}
      />
      <p id="least" class="quiet">
        {left > 0 ? `At least ${ask.least} characters; ${left} to go.` : 'Long enough to answer.'}
      </p>
    </>
  );
}
