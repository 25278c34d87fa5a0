import type { DashboardKept, DashboardPage, DashboardSays } from '../../src/protocol/dashboardView.ts';
import { announce } from '../shared/announce.ts';
import { connect } from '../shared/host.ts';
import { drawPage, firstPicture } from '../shared/page.ts';
import { Dashboard, lookOf } from './dashboard.tsx';
import { readKept } from './kept.ts';
import type { Chosen } from './toolbar.tsx';

/** The dashboard: draws what the editor says, and keeps what the person chose. */

const schema = firstPicture.then(() => import('./schemas.ts')).then(({ dashboardPageSchema }) => dashboardPageSchema);
const editor = connect<DashboardPage, DashboardSays, DashboardKept>(schema, take);
let kept: DashboardKept = readKept(editor.kept);
let page: DashboardPage | undefined;

function draw(): void {
  drawPage(<Dashboard page={page} kept={kept} say={editor.say} choose={choose} />);
}

function take(said: DashboardPage): void {
  const isFirst = page?.show !== 'data' && said.show === 'data';
  page = said;
  if (said.repository !== undefined) keep({ repository: said.repository });
  draw();
  if (!isFirst) return;
  window.scrollTo({ top: kept.scroll });
  announce('The dashboard is there.');
}

function choose(chosen: Chosen): void {
  keep(chosen);
  draw();
  // A loop is chosen among what is there already.
  if (!('loop' in chosen)) editor.say({ say: 'look', ...lookOf(kept) });
}

function keep(part: Partial<DashboardKept> | Chosen): void {
  const { loop, ...rest } = { ...kept, ...part };
  kept = { ...rest, ...(loop === undefined ? {} : { loop }) };
  editor.keep(kept);
}

window.addEventListener('scrollend', () => {
  // Before the data is there the page is short, and where it was is not known anew.
  if (page?.show === 'data') keep({ scroll: Math.round(window.scrollY) });
});

draw();
editor.say({ say: 'look', ...lookOf(kept) });
