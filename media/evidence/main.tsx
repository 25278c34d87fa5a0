import {
  type EvidencePage as EvidencePageNews,
  type EvidenceSays,
  evidencePageSchema,
  type KeptEvidence,
  keptEvidenceSchema,
} from '../../src/protocol/evidenceView.ts';
import { announce } from '../shared/announce.ts';
import { connect } from '../shared/host.ts';
import { drawPage } from '../shared/page.ts';
import { EvidencePage } from './evidencePage.tsx';
import { after, emptyPage } from './pageState.ts';

/** The evidence of one item: takes in what the editor says and draws it. */

const { say, keep, kept } = connect<EvidencePageNews, EvidenceSays, KeptEvidence>(evidencePageSchema, take);
let state = emptyPage;
/** Where the page stood before the reload; it goes there once it is long enough. */
let scrollTo = keptEvidenceSchema.safeParse(kept).data?.scroll ?? 0;

function take(page: EvidencePageNews): void {
  const before = state.decision;
  state = after(state, page);
  draw();
  const { decision } = state;
  if (before !== undefined && decision !== undefined && before.reason !== decision.reason) {
    announce(`${decision.look.words}. ${decision.gate}. ${decision.reason}`);
  }
  if (scrollTo > 0) {
    window.scrollTo(0, scrollTo);
    if (Math.abs(window.scrollY - scrollTo) < 2) scrollTo = 0;
  }
  keepPlace();
}

function draw(): void {
  drawPage(<EvidencePage state={state} act={(act) => say({ say: 'act', act })} />);
}

function keepPlace(): void {
  const { run, item } = state.evidence;
  if (run !== undefined && item !== undefined) keep({ run, item, scroll: scrollTo === 0 ? window.scrollY : scrollTo });
}

/** Milliseconds without scrolling after which where the page stands is kept. */
const rest = 150;
let resting: ReturnType<typeof setTimeout> | undefined;
window.addEventListener('scroll', () => {
  clearTimeout(resting);
  resting = setTimeout(keepPlace, rest);
});
// A person who scrolls does not want to be taken back.
window.addEventListener('wheel', () => {
  scrollTo = 0;
});

draw();
say({ say: 'ready' });
