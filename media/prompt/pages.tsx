import type { VNode } from 'preact';
import { promptTitles } from '../../src/model/promptTitles.ts';
import type { PromptPage } from '../../src/protocol/promptView.ts';
import { Button } from '../shared/button.tsx';
import { Graded, rightAnswer, verdictOf } from './graded.tsx';
import { Note, optionsOf, Stands, standingWords } from './parts.tsx';
import { Question } from './question.tsx';
import type { Drafts, PageOf, Say } from './say.ts';

/** What stands on the page, and what a screen reader is told when it appears. */
export interface Drawn {
  readonly page: VNode;
  readonly announce: string;
}

/** One drawing a page: leaving one out does not compile. */
const pages: { readonly [S in PromptPage['show']]: (page: PageOf<S>, say: Say, drafts: Drafts) => Drawn } = {
  making: (_page, say) => ({
    page: (
      <>
        <h1 tabIndex={-1}>Making a prompt…</h1>
        <progress aria-label="Making a prompt" />
        <Note text="It is made from the change itself. Where that takes small variants of changed lines, the checks run on them." />
        <div class="actions">
          <Button secondary act={() => say({ say: 'cancel' })}>
            Cancel
          </Button>
        </div>
      </>
    ),
    announce: 'Making a prompt.',
  }),
  question: (page, say, drafts) => ({
    page: <Question key={page.prompt.id} page={page} say={say} drafts={drafts} />,
    announce: askedWords(page),
  }),
  graded: (page, say) => ({
    page: <Graded page={page} say={say} />,
    announce: `${verdictOf(page)}. ${rightAnswer(page)} ${page.graded.explanation} ${standingWords(page.standing)}`,
  }),
  nothing: ({ why, standing }, say) => ({
    page: (
      <>
        <h1 tabIndex={-1}>Nothing to ask</h1>
        <Note text={why} />
        <Stands standing={standing} say={say} isOver />
      </>
    ),
    announce: `Nothing to ask. ${why} ${standingWords(standing)}`,
  }),
  trouble: ({ message }, say) => ({
    page: (
      <>
        <h1 tabIndex={-1}>No prompt</h1>
        <Note text={message} />
        <div class="actions">
          <Button act={() => say({ say: 'next' })}>Try Again</Button>
        </div>
      </>
    ),
    announce: `No prompt. ${message}`,
  }),
};

function askedWords({ prompt, progress }: PageOf<'question'>): string {
  const { kind, path, line, question } = prompt;
  const count = optionsOf(prompt).length;
  const options = count === 0 ? '' : ` ${count} options.`;
  return `${promptTitles[kind]} ${progress}. ${path}, line ${line}. ${question}${options}`;
}

export function drawn(page: PromptPage, say: Say, drafts: Drafts): Drawn {
  return (pages[page.show] as (page: PromptPage, say: Say, drafts: Drafts) => Drawn)(page, say, drafts);
}
