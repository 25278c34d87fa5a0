import type { PromptPage, PromptSays } from '../../src/protocol/promptView.ts';
import { button, element } from '../shared/element.ts';
import { codePlace } from './codePlace.ts';

type Say = (said: PromptSays) => void;
type PageOf<S extends PromptPage['show']> = Extract<PromptPage, { readonly show: S }>;

/** What stands on the page, and what a screen reader is told when it appears. */
export interface Drawn {
  readonly nodes: readonly Node[];
  readonly announce: string;
}

/** One drawing a page: leaving one out does not compile. */
const pages: { readonly [S in PromptPage['show']]: (page: PageOf<S>, say: Say) => Drawn } = {
  making: (_page, say) => ({
    nodes: [
      heading('Making a prompt…'),
      element('progress', { 'aria-label': 'Making a prompt' }),
      note(
        'Small variants of a changed line are run against the checks, so that only one option can be the real line.',
      ),
      actions(button('Cancel', () => say({ say: 'cancel' }), 'secondary')),
    ],
    announce: 'Making a prompt. The checks run on variants of a changed line.',
  }),
  question: drawQuestion,
  graded: drawGraded,
  nothing: ({ why, gate }, say) => ({
    nodes: [heading('Nothing to ask'), note(why), ...landing(gate, say)],
    announce: `Nothing to ask. ${why} ${gate.reason}`,
  }),
  trouble: ({ message }, say) => ({
    nodes: [heading('No prompt'), note(message), actions(button('Try Again', () => say({ say: 'next' })))],
    announce: `No prompt. ${message}`,
  }),
};

export function draw(page: PromptPage, say: Say): Drawn {
  return (pages[page.show] as (page: PromptPage, say: Say) => Drawn)(page, say);
}

const asked = '…';

function drawQuestion({ prompt }: PageOf<'question'>, say: Say): Drawn {
  const submit = element('button', { type: 'submit', class: 'primary', disabled: true }, 'Answer');
  const options = prompt.options.map((text, index) =>
    element(
      'label',
      { class: 'option' },
      element('input', { type: 'radio', name: 'option', value: String(index) }),
      element('code', {}, text),
    ),
  );
  const form = element(
    'form',
    {},
    element('fieldset', {}, element('legend', {}, `Line ${prompt.line} is one of these`), ...options),
    actions(submit, element('span', { class: 'quiet' }, 'Your first answer counts.')),
  );
  form.addEventListener('change', () => submit.removeAttribute('disabled'));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const option = new FormData(form).get('option');
    if (option === null) return;
    submit.disabled = true;
    say({ say: 'answer', prompt: prompt.id, option: Number(option) });
  });
  return {
    nodes: [heading('Which did it write?'), place(prompt), codePlace(prompt, asked), form],
    announce: `Which did it write? ${prompt.path}, line ${prompt.line}. ${prompt.options.length} options.`,
  };
}

function drawGraded(page: PageOf<'graded'>, say: Say): Drawn {
  const { prompt, chosen, written, correct, explanation, gate } = page;
  const line = prompt.options[written] ?? '';
  const verdict = correct ? 'Right: that is what it wrote' : 'Missed: it wrote another line';
  const answers = prompt.options.map((text, index) =>
    element(
      'li',
      { class: index === written ? 'option written' : index === chosen ? 'option missed' : 'option' },
      element('span', { class: 'mark' }, markOf(index, written, chosen)),
      element('code', {}, text),
    ),
  );
  const diff = () => say({ say: 'open-diff', path: prompt.path });
  return {
    nodes: [
      element(
        'h1',
        { tabindex: '-1', class: correct ? 'right' : 'wrong' },
        element('span', { class: 'sign', 'aria-hidden': 'true' }, correct ? '✓ ' : '✗ '),
        verdict,
      ),
      place(prompt),
      codePlace(prompt, line),
      element('ul', { class: 'answers', 'aria-label': 'The options' }, ...answers),
      note(explanation),
      ...landing(gate, say, button('Open the Diff', diff, 'secondary')),
    ],
    announce: `${verdict}. ${line} ${explanation} ${gate.reason}`,
  };
}

function markOf(index: number, written: number, chosen: number): string {
  if (index === written) return index === chosen ? 'written, your answer' : 'written';
  return index === chosen ? 'your answer' : '';
}

/** Where the landing stands, and the one step that comes next. */
function landing(
  gate: PageOf<'nothing'>['gate'],
  say: Say,
  ...more: readonly HTMLButtonElement[]
): readonly HTMLElement[] {
  const next = gate.holds
    ? [button(gate.button, () => say({ say: 'land' }))]
    : gate.canAnswer
      ? [button('Another Prompt', () => say({ say: 'next' }))]
      : [];
  const state = gate.holds ? 'The gate is open.' : 'The gate is closed.';
  const text = element(
    'p',
    { class: gate.holds ? 'gate open' : 'gate' },
    element('strong', {}, state),
    ` ${gate.reason}`,
  );
  return [text, actions(...next, ...more)];
}

/** Text in which what stands between backticks is code. */
const withCode = (text: string): readonly (Node | string)[] =>
  text.split('`').map((part, index) => (index % 2 === 1 ? element('code', {}, part) : part));

const heading = (text: string): HTMLElement => element('h1', { tabindex: '-1' }, text);
const note = (text: string): HTMLElement => element('p', {}, ...withCode(text));

const actions = (...children: readonly Node[]): HTMLElement => element('div', { class: 'actions' }, ...children);
const place = ({ path, line }: { readonly path: string; readonly line: number }): HTMLElement =>
  element('p', { class: 'place' }, `${path}:${line}`);
