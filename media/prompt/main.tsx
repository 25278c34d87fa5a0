import { type PromptPage, type PromptSays, promptPageSchema } from '../../src/protocol/promptView.ts';
import { announce } from '../shared/announce.ts';
import { connect } from '../shared/host.ts';
import { drawPage } from '../shared/page.ts';
import { drawn } from './pages.tsx';

/** The page of a comprehension prompt: draws what the editor says, and says what the person does. */

const { say } = connect<PromptPage, PromptSays>(promptPageSchema, (said) => {
  const { page, announce: text } = drawn(said, say);
  drawPage(page);
  announce(text);
  document.querySelector<HTMLElement>('input[type=radio], h1')?.focus();
});

say({ say: 'ready' });
