import type { ComponentChildren } from 'preact';
import { EmptyState } from '../shared/emptyState.tsx';

interface PartProps {
  /** Names it in the page. */
  readonly id: string;
  readonly title: string;
  readonly children: ComponentChildren;
}

/** A part of the page under its heading. */
export function Part({ id, title, children }: PartProps) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} class="part">
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </section>
  );
}

/** Stands for everything when nothing can be shown. */
export function Trouble({ message }: { readonly message: string }) {
  return (
    <>
      <h1>No evidence</h1>
      <EmptyState icon="warning" title="Nothing to show">
        <p>{message}</p>
      </EmptyState>
    </>
  );
}
