import '@vscode-elements/elements/dist/vscode-button/index.js';
import type { ComponentChildren } from 'preact';

export interface ButtonProps {
  readonly act: () => void;
  readonly children: ComponentChildren;
  /** One primary button a page: the step that comes next. */
  readonly secondary?: boolean;
  readonly icon?: string;
  readonly title?: string;
  readonly disabled?: boolean;
}

/** A button that does one thing. */
export function Button({ act, children, secondary = false, icon = '', title, disabled = false }: ButtonProps) {
  return (
    <vscode-button
      secondary={secondary}
      icon={icon}
      disabled={disabled}
      {...(title === undefined ? {} : { title })}
      onClick={act}
    >
      {children}
    </vscode-button>
  );
}

/** A button that looks like a link: it goes somewhere. */
export function LinkButton({ act, children, title }: Pick<ButtonProps, 'act' | 'children' | 'title'>) {
  return (
    <button type="button" class="link" {...(title === undefined ? {} : { title })} onClick={act}>
      {children}
    </button>
  );
}
