import type { ComponentChildren } from 'preact';
import type { Section as SectionName } from '../../src/protocol/runPageView.ts';
import { Icon } from '../shared/icon.tsx';

export const sectionTitles: { readonly [S in SectionName]: string } = {
  goal: 'Goal',
  iterations: 'Iterations',
  checks: 'Evidence of the checks',
  transcript: 'Transcript',
  cost: 'Cost over time',
  journal: 'Journal',
};

interface SectionProps {
  readonly name: SectionName;
  readonly open: boolean;
  readonly toggle: (name: SectionName) => void;
  /** Said beside the title, for one that is closed too. */
  readonly hint?: string;
  readonly children: ComponentChildren;
}

/** A part of the page that opens and closes; what is closed is not drawn, and the editor does not tell it. */
export function Section({ name, open, toggle, hint = '', children }: SectionProps) {
  return (
    <section id={name} aria-labelledby={`${name}-title`} class="part">
      <h2 id={`${name}-title`}>
        <button type="button" class="toggle" aria-expanded={open} onClick={() => toggle(name)}>
          <Icon name={open ? 'chevron-down' : 'chevron-right'} />
          {sectionTitles[name]}
          {hint === '' ? null : <span class="hint quiet">{hint}</span>}
        </button>
      </h2>
      {open ? <div class="inside">{children}</div> : null}
    </section>
  );
}

/** Stands in a section while its data is on the way. */
export function Loading() {
  return <p class="quiet">Loading…</p>;
}
