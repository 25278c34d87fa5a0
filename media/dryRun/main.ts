import { type DryRunPage, type DryRunSays, dryRunPageSchema } from '../../src/protocol/dryRunView.ts';
import { button, element } from '../shared/element.ts';
import { drawLife } from './drawLife.ts';

/** The page of a dry run: draws what the editor says, and says where the person goes. */

interface Host {
  postMessage(message: DryRunSays): void;
}

declare function acquireVsCodeApi(): Host;

const host = acquireVsCodeApi();
const say = (said: DryRunSays): void => host.postMessage(said);

/** The station whose facts are shown: it stays while the text is edited. */
let selected = 'start';
const select = (id: string): void => {
  selected = id;
};

function draw(page: DryRunPage): readonly Node[] {
  if (page.show === 'life') return drawLife(page.life, { selected, select, say });
  if (page.show === 'trouble') {
    return [
      element('h1', {}, 'No dry run'),
      element('p', {}, page.message),
      button('Try Again', () => say({ say: 'ready' })),
    ];
  }
  const errors = page.errors.map(({ line, message }) =>
    element(
      'li',
      {},
      button(`Line ${line}`, () => say({ say: 'go', line, focus: true }), 'link'),
      ` ${message}`,
    ),
  );
  const count = errors.length === 1 ? 'an error' : `${errors.length} errors`;
  return [
    element('h1', {}, `${page.loop} has ${count}`),
    element('p', {}, 'Until that is mended nothing could run, so there is no dry run.'),
    element('ul', { class: 'told' }, ...errors),
  ];
}

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const page = dryRunPageSchema.safeParse(data);
  if (!page.success) return;
  const focused = document.activeElement?.id;
  document.querySelector('#page')?.replaceChildren(...draw(page.data));
  if (focused !== undefined && focused !== '') document.getElementById(focused)?.focus();
});

say({ say: 'ready' });
