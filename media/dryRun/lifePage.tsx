import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Life, Station } from '../../src/model/life.ts';
import { LinkButton } from '../shared/button.tsx';
import { FactList } from './factList.tsx';
import { LifeGraph } from './lifeGraph.tsx';
import type { Say } from './say.ts';
import { StationButton } from './stationButton.tsx';

interface LifePageProps {
  readonly life: Life;
  readonly say: Say;
  /** The station whose facts are shown: it stays while the text is edited. */
  readonly selected: string;
  readonly select: (id: string) => void;
}

/** The page: what is in the way, the graph with the facts of one station beside it, and all of it as text. */
export function LifePage({ life, say, selected, select }: LifePageProps) {
  const [wanted, setWanted] = useState(selected);
  const choose = (id: string): void => {
    select(id);
    setWanted(id);
  };
  const all = [...life.stations, ...life.rules];
  const chosen = all.find(({ id }) => id === wanted) ?? all[0];
  const id = chosen?.id ?? '';
  return (
    <>
      <h1>{life.loop}</h1>
      <p class="quiet">What a run would do. Nothing was started, nothing was spent.</p>
      <Told life={life} say={say} />
      <ItemChoice life={life} say={say} />
      <div class="columns">
        <div class="left">
          <div class="rules">
            {life.rules.map((rule) => (
              <StationButton key={rule.id} station={rule} chosen={rule.id === id} choose={choose} say={say} />
            ))}
          </div>
          <LifeGraph life={life} chosen={id} choose={choose} say={say} />
        </div>
        {chosen === undefined ? null : <StationFacts station={chosen} say={say} />}
      </div>
      <AsText stations={all} />
    </>
  );
}

function Told({ life: { obstacles, problems }, say }: Pick<LifePageProps, 'life' | 'say'>) {
  if (obstacles.length + problems.length === 0) return null;
  return (
    <ul class="told">
      {obstacles.map((text) => (
        <li key={text} class="obstacle">
          <strong>Cannot start: </strong>
          {text}
        </li>
      ))}
      {problems.map(({ line, code, severity, message }) => (
        <li key={`${line} ${code} ${message}`} class={severity}>
          <LinkButton act={() => say({ say: 'go', line, focus: true })}>{`${code}, line ${line}`}</LinkButton>
          {` ${message.replaceAll('`', '')}`}
        </li>
      ))}
    </ul>
  );
}

function ItemChoice({ life: { items, shown }, say }: Pick<LifePageProps, 'life' | 'say'>) {
  if (items.length < 2) return null;
  return (
    <p class="choice">
      <label for="item">The way of the item </label>
      <select
        id="item"
        value={String(shown)}
        onChange={({ currentTarget }) => say({ say: 'item', shown: Number(currentTarget.value) })}
      >
        {items.map((name, index) => (
          <option key={name} value={String(index)}>
            {name}
          </option>
        ))}
      </select>
    </p>
  );
}

function StationFacts({ station, say }: { readonly station: Station; readonly say: Say }) {
  const { id, title, summary, line, facts } = station;
  const section = useRef<HTMLElement>(null);
  // The facts of another station are read from their beginning.
  useLayoutEffect(() => section.current?.scrollTo(0, 0), [id]);
  return (
    <section class="facts" aria-label="Facts of the chosen step" ref={section}>
      <h2>{title}</h2>
      <p class="place">
        {summary}{' '}
        {line === null ? (
          <span class="quiet">not written: these are the defaults</span>
        ) : (
          <LinkButton act={() => say({ say: 'go', line, focus: true })}>{`Go to line ${line}`}</LinkButton>
        )}
      </p>
      <FactList facts={facts} />
    </section>
  );
}

/** For screen readers, and for whoever would rather read. */
function AsText({ stations }: { readonly stations: readonly Station[] }) {
  return (
    <details>
      <summary>All of it as text</summary>
      <ol class="text">
        {stations.map(({ id, title, summary, facts }) => (
          <li key={id}>
            <strong>{title}</strong> {summary}
            <FactList facts={facts} />
          </li>
        ))}
      </ol>
    </details>
  );
}
