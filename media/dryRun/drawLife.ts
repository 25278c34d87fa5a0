import type { Life, Station } from '../../src/model/life.ts';
import type { DryRunSays } from '../../src/protocol/dryRunView.ts';
import { button, drawing, element } from '../shared/element.ts';
import { factList } from './factList.ts';
import { type Frame, layoutOf } from './layout.ts';

export interface Drawing {
  /** The station whose facts are shown. */
  readonly selected: string;
  readonly select: (id: string) => void;
  readonly say: (said: DryRunSays) => void;
}

/** The page: what is in the way, the graph with the facts of one station beside it, and all of it as text. */
export function drawLife(life: Life, drawing: Drawing): readonly Node[] {
  const all = [...life.stations, ...life.rules];
  const facts = element('section', { class: 'facts', 'aria-label': 'Facts of the chosen step' });
  const buttons = new Map<string, HTMLButtonElement>();
  const choose = (station: Station): void => {
    drawing.select(station.id);
    for (const [id, made] of buttons) made.setAttribute('aria-current', String(id === station.id));
    facts.replaceChildren(...stationFacts(station, drawing.say));
    facts.scrollTop = 0;
  };
  for (const station of all)
    buttons.set(
      station.id,
      stationButton(station, () => choose(station), drawing.say),
    );
  const chosen = all.find(({ id }) => id === drawing.selected) ?? all[0];
  if (chosen !== undefined) choose(chosen);
  const made = (stations: readonly Station[]) => stations.flatMap(({ id }) => buttons.get(id) ?? []);
  return [
    element('h1', {}, life.loop),
    element('p', { class: 'quiet' }, 'What a run would do. Nothing was started, nothing was spent.'),
    ...told(life, drawing.say),
    ...itemChoice(life, drawing.say),
    element(
      'div',
      { class: 'columns' },
      element(
        'div',
        { class: 'left' },
        element('div', { class: 'rules' }, ...made(life.rules)),
        graph(life, made(life.stations)),
      ),
      facts,
    ),
    asText(all),
  ];
}

function told({ obstacles, problems }: Life, say: Drawing['say']): readonly Node[] {
  if (obstacles.length + problems.length === 0) return [];
  return [
    element(
      'ul',
      { class: 'told' },
      ...obstacles.map((text) => element('li', { class: 'obstacle' }, element('strong', {}, 'Cannot start: '), text)),
      ...problems.map(({ line, code, severity, message }) =>
        element(
          'li',
          { class: severity },
          button(`${code}, line ${line}`, () => say({ say: 'go', line, focus: true }), 'link'),
          ` ${message.replaceAll('`', '')}`,
        ),
      ),
    ),
  ];
}

function itemChoice({ items, shown }: Life, say: Drawing['say']): readonly Node[] {
  if (items.length < 2) return [];
  const options = items.map((name, index) =>
    element('option', { value: String(index), selected: index === shown }, name),
  );
  const choice = element('select', { id: 'item' }, ...options);
  choice.addEventListener('change', () => say({ say: 'item', shown: Number(choice.value) }));
  return [element('p', { class: 'choice' }, element('label', { for: 'item' }, 'The way of the item '), choice)];
}

/** Shown on focus and press; a press goes to the line, and Enter takes the keyboard there too. */
function stationButton(station: Station, choose: () => void, say: Drawing['say']): HTMLButtonElement {
  const { id, kind, title, summary, line } = station;
  const place = line === null ? 'not written, a default' : `line ${line}`;
  const made = element(
    'button',
    { type: 'button', class: `station ${kind}`, id: `station-${id}`, title: `${title}: ${summary} (${place})` },
    element('span', { class: 'title' }, title),
    element('span', { class: 'line', 'aria-hidden': 'true' }, line === null ? 'default' : `:${line}`),
    element('span', { class: 'summary' }, summary),
  );
  made.addEventListener('focus', choose);
  made.addEventListener('click', ({ detail }) => {
    choose();
    // A press without a pointer has no count.
    if (line !== null) say({ say: 'go', line, focus: detail === 0 });
  });
  return made;
}

const frameNames = { item: 'for each item', pass: 'again and again' } as const;

function graph(life: Life, buttons: readonly HTMLButtonElement[]): HTMLElement {
  const { width, height, boxes, frames, ways } = layoutOf(life);
  const size = { width: String(width), height: String(height), viewBox: `0 0 ${width} ${height}` };
  const lines = drawing(
    'svg',
    { ...size, class: 'ways', 'aria-hidden': 'true' },
    drawing(
      'defs',
      {},
      drawing(
        'marker',
        { id: 'arrow', viewBox: '0 0 8 8', refX: '7', refY: '4', markerWidth: '8', markerHeight: '8', orient: 'auto' },
        drawing('path', { d: 'M 0 0.5 L 7 4 L 0 7.5 z' }),
      ),
    ),
    ...frames.flatMap(drawFrame),
    ...ways.flatMap(({ path, label, at, back }) => [
      drawing('path', { d: path, class: back ? 'way back' : 'way', 'marker-end': 'url(#arrow)' }),
      ...(label === '' ? [] : [drawLabel(label, at, back)]),
    ]),
  );
  const stage = element('div', { class: 'stage', role: 'group', 'aria-label': 'The life of a run' }, lines, ...buttons);
  stage.style.width = `${width}px`;
  stage.style.height = `${height}px`;
  life.stations.forEach(({ id }, index) => {
    const [box, made] = [boxes.get(id), buttons[index]];
    if (box === undefined || made === undefined) return;
    Object.assign(made.style, {
      left: `${box.left}px`,
      top: `${box.top}px`,
      width: `${box.width}px`,
      height: `${box.height}px`,
    });
  });
  return stage;
}

function drawFrame({ within, left, top, width, height }: Frame): readonly SVGElement[] {
  const numbers = { x: String(left), y: String(top), width: String(width), height: String(height), rx: '6' };
  const name = { x: String(left + 10), y: String(top + 16), class: 'name' };
  return [drawing('rect', { ...numbers, class: `frame ${within}` }), drawing('text', name, frameNames[within])];
}

/** Beside the way; that of the way back stands upright along it. */
function drawLabel(label: string, { x, y }: { readonly x: number; readonly y: number }, back: boolean): SVGElement {
  const turned = back ? { transform: `rotate(-90 ${x} ${y})`, 'text-anchor': 'middle', dy: '9' } : {};
  return drawing('text', { x: String(x), y: String(y), class: 'label', ...turned }, label);
}

function stationFacts(station: Station, say: Drawing['say']): readonly Node[] {
  const { title, summary, line, facts } = station;
  const place =
    line === null
      ? element('span', { class: 'quiet' }, 'not written: these are the defaults')
      : button(`Go to line ${line}`, () => say({ say: 'go', line, focus: true }), 'link');
  return [
    element('h2', {}, title),
    element('p', { class: 'place' }, element('span', {}, summary), ' ', place),
    factList(facts),
  ];
}

/** For screen readers, and for whoever would rather read. */
function asText(stations: readonly Station[]): HTMLElement {
  return element(
    'details',
    {},
    element('summary', {}, 'All of it as text'),
    element(
      'ol',
      { class: 'text' },
      ...stations.map(({ title, summary, facts }) =>
        element('li', {}, element('strong', {}, title), ` ${summary}`, factList(facts)),
      ),
    ),
  );
}
