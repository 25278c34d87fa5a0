import {
  type Draft,
  draftSchema,
  type PromptPage,
  type PromptSays,
  promptPageSchema,
} from '../../src/protocol/promptView.ts';
import { announce } from '../shared/announce.ts';
import { connect } from '../shared/host.ts';
import { drawPage } from '../shared/page.ts';
import { drawn } from './pages.tsx';
import type { Drafts } from './say.ts';

/** The page of a comprehension prompt: draws what the editor says, and says what the person does. */

const { say, kept, keep } = connect<PromptPage, PromptSays, Draft>(promptPageSchema, show);

const before = draftSchema.safeParse(kept);

const drafts: Drafts = {
  of: (prompt) => (before.success && before.data.prompt === prompt ? before.data : { prompt, options: [], text: '' }),
  keep,
};

/** What stands on the page: one that is only brought up to date keeps its focus and is not read out again. */
let shown = '';

function show(said: PromptPage): void {
  const { page, announce: text } = drawn(said, say, drafts);
  drawPage(page);
  const name = `${said.show} ${'prompt' in said ? said.prompt.id : ''}`;
  if (name === shown) return;
  shown = name;
  announce(text);
  document.querySelector<HTMLElement>('form input, form textarea, h1')?.focus();
}

say({ say: 'ready' });
