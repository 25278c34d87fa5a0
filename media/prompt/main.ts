import { type PromptSays, promptPageSchema } from '../../src/protocol/promptView.ts';
import { draw } from './pages.ts';

/** The page of a comprehension prompt: draws what the editor says, and says what the person does. */

interface Host {
  postMessage(message: PromptSays): void;
}

declare function acquireVsCodeApi(): Host;

const host = acquireVsCodeApi();
const say = (said: PromptSays): void => host.postMessage(said);

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const page = promptPageSchema.safeParse(data);
  if (!page.success) return;
  const { nodes, announce } = draw(page.data, say);
  document.querySelector('#page')?.replaceChildren(...nodes);
  const status = document.querySelector('#announce');
  if (status !== null) status.textContent = announce;
  document.querySelector<HTMLElement>('input[type=radio], h1')?.focus();
});

say({ say: 'ready' });
