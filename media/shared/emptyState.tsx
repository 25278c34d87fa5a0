import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';

interface EmptyStateProps {
  readonly icon: string;
  readonly title: string;
  /** What to do so that something is there, as text and buttons. */
  readonly children: ComponentChildren;
}

/** Stands where there is nothing yet, and teaches the next step. */
export function EmptyState({ icon, title, children }: EmptyStateProps) {
  return (
    <div class="empty">
      <p>
        <Icon name={icon} /> <strong>{title}</strong>
      </p>
      {children}
    </div>
  );
}
