import type { ComponentChildren } from 'preact';

export interface IconProps {
  /** Name of a codicon. The view's main.css imports their style sheet. */
  readonly name: string;
  /** A theme colour, by its name: `charts.green`. It is never the only thing that tells. */
  readonly color?: string | undefined;
  /** It turns while something works; it stands still for who asked for less motion. */
  readonly spin?: boolean;
}

/** The custom property that holds a theme colour in a page. */
export const themeColor = (name: string): string => `var(--vscode-${name.replaceAll('.', '-')})`;

/** An icon beside words that say the same: screen readers leave it out. One span, so that thousands of rows stay cheap. */
export function Icon({ name, color, spin = false }: IconProps) {
  const classes = `codicon codicon-${name}${spin ? ' codicon-modifier-spin' : ''}`;
  return (
    <span
      class={classes}
      aria-hidden="true"
      {...(color === undefined ? {} : { style: { color: themeColor(color) } })}
    />
  );
}

/** An icon and its words. */
export function Labelled({ children, ...icon }: IconProps & { readonly children: ComponentChildren }) {
  return (
    <span class="labelled">
      <Icon {...icon} />
      {children}
    </span>
  );
}
