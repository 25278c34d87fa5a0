import type { VNode } from 'preact';
import type { PromptPage } from '../../src/protocol/promptView.ts';
import { Button } from '../shared/button.tsx';
import { Graded, verdictOf, writtenLine } from './graded.tsx';
import { Landing, Note, optionsOf } from './parts.tsx';
import { Question } from './question.tsx';
import type { PageOf, Say } from './say.ts';

/** What stands on the page, and what a screen reader is told when it appears. */
export interface Drawn {
  readonly page: VNode;
  readonly announce: string;
}

/** One drawing a page: leaving one out does not compile. */
const pages: { readonly [S in PromptPage['show']]: (page: PageOf<S>, say: Say) => Drawn } = {
  making: (_page, say) => ({
    page: (
      <>
        <h1 tabIndex={-1}>Making a prompt…</h1>
        <progress aria-label="Making a prompt" />
        <Note text="Small variants of a changed line are run against the checks, so that only one option can be the real line." />
        <div class="actions">
          <Button secondary act={() => say({ say: 'cancel' })}>
            Cancel
          </Button>
        </div>
      </>
    ),
    announce: 'Making a prompt. The checks run on variants of a changed line.',
  }),
  question: (page, say) => ({
    page: <Question key={page.prompt.id} page={page} say={say} />,
    announce: `Which did it write? ${page.prompt.path}, line ${page.prompt.line}. ${optionsOf(page.prompt).length} options.`,
  }),
  graded: (page, say) => ({
    page: <Graded page={page} say={say} />,
    announce: `${verdictOf(page)}. ${writtenLine(page)} ${page.graded.explanation} ${page.gate.reason}`,
  }),
  nothing: ({ why, gate }, say) => ({
    page: (
      <>
        <h1 tabIndex={-1}>Nothing to ask</h1>
        <Note text={why} />
        <Landing gate={gate} say={say} />
      </>
    ),
    announce: `Nothing to ask. ${why} ${gate.reason}`,
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

export function drawn(page: PromptPage, say: Say): Drawn {
  return (pages[page.show] as (page: PromptPage, say: Say) => Drawn)(page, say);
}
