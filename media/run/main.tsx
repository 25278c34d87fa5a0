import {
  type Chosen,
  type KeptPage,
  keptPageSchema,
  type RunPage as RunPageNews,
  type RunPageSays,
  runPageSchema,
  type Section,
} from '../../src/protocol/runPageView.ts';
import { announce } from '../shared/announce.ts';
import { connect } from '../shared/host.ts';
import { drawPage } from '../shared/page.ts';
import { PageStates } from './pageState.ts';
import { placeOf, scrollToPlace } from './place.ts';
import { RunPage } from './runPage.tsx';

/** The page of a run: takes in what the editor says, remembers what is chosen and open, and draws both. */

const states = new PageStates();
const { say, keep, kept } = connect<RunPageNews, RunPageSays, KeptPage>(runPageSchema, take);
const before = keptPageSchema.safeParse(kept).data;
let chosen: Chosen = before ?? { open: ['goal', 'iterations', 'checks', 'transcript'] };
/** Where the page stood before the reload; it goes there once it is long enough. */
let scrollTo = before?.scroll ?? 0;
/** The editor took it here: that is not told back. */
let led = false;

function take(page: RunPageNews): void {
  const { head } = states.now;
  states.take(page, Date.now());
  if (page.show === 'sections' && !isSame(page.open, chosen.open)) choose({ open: page.open });
  draw();
  const now = states.now.head;
  const isNew =
    head !== undefined && now !== undefined && (head.look.words !== now.look.words || head.reason !== now.reason);
  if (isNew) announce(`${now.loop}: ${now.look.words}. ${now.reason}`);
  if (page.show === 'place') {
    led = true;
    scrollToPlace(page);
  } else if (page.show === 'news') restoreScroll();
  keepAll();
}

/** The two of a pair tell each other what is open: the one that is so already says nothing. */
const isSame = (one: readonly Section[], other: readonly Section[]): boolean =>
  one.length === other.length && one.every((section) => other.includes(section));

function choose(more: Partial<Chosen>): void {
  const { item, iteration, step, open } = { ...chosen, ...more };
  chosen = {
    open,
    ...(item === undefined ? {} : { item }),
    ...(iteration === undefined ? {} : { iteration }),
    ...(step === undefined ? {} : { step }),
  };
  say({ say: 'choose', ...chosen });
  keepAll();
  draw();
}

function toggle(section: Section): void {
  const { open } = chosen;
  choose({ open: open.includes(section) ? open.filter((one) => one !== section) : [...open, section] });
}

function draw(): void {
  drawPage(
    <RunPage
      state={states.now}
      chosen={chosen}
      now={() => Date.now() + states.now.clock}
      acts={{
        toggle,
        say,
        chooseItem: (item) => choose({ item, iteration: undefined, step: undefined }),
        chooseIteration: (iteration) => choose({ iteration }),
        chooseStep: (step) => choose({ step }),
      }}
    />,
  );
}

function keepAll(): void {
  const run = states.now.head?.run ?? before?.run;
  if (run !== undefined) keep({ run, ...chosen, scroll: scrollTo === 0 ? window.scrollY : scrollTo });
}

function restoreScroll(): void {
  if (scrollTo === 0) return;
  window.scrollTo(0, scrollTo);
  if (Math.abs(window.scrollY - scrollTo) < 2) scrollTo = 0;
}

/** Milliseconds without scrolling after which where the page stands is kept and told. */
const rest = 150;
let resting: ReturnType<typeof setTimeout> | undefined;
window.addEventListener('scroll', () => {
  clearTimeout(resting);
  resting = setTimeout(() => {
    keepAll();
    const place = placeOf();
    if (place !== undefined && !led) say({ say: 'place', ...place });
    led = false;
  }, rest);
});
// A person who scrolls does not want to be taken back.
window.addEventListener('wheel', () => {
  scrollTo = 0;
});

draw();
say({ say: 'ready', item: chosen.item, iteration: chosen.iteration, step: chosen.step, open: chosen.open });
