import type { VscodeBadge } from '@vscode-elements/elements/dist/vscode-badge/vscode-badge.js';
import type { VscodeButton } from '@vscode-elements/elements/dist/vscode-button/vscode-button.js';
import type { VscodeCollapsible } from '@vscode-elements/elements/dist/vscode-collapsible/vscode-collapsible.js';
import type { VscodeDivider } from '@vscode-elements/elements/dist/vscode-divider/vscode-divider.js';
import type { VscodeIcon } from '@vscode-elements/elements/dist/vscode-icon/vscode-icon.js';
import type { VscodeOption } from '@vscode-elements/elements/dist/vscode-option/vscode-option.js';
import type { VscodeProgressRing } from '@vscode-elements/elements/dist/vscode-progress-ring/vscode-progress-ring.js';
import type { VscodeSingleSelect } from '@vscode-elements/elements/dist/vscode-single-select/vscode-single-select.js';
import type { VscodeTabHeader } from '@vscode-elements/elements/dist/vscode-tab-header/vscode-tab-header.js';
import type { VscodeTabPanel } from '@vscode-elements/elements/dist/vscode-tab-panel/vscode-tab-panel.js';
import type { VscodeTabs } from '@vscode-elements/elements/dist/vscode-tabs/vscode-tabs.js';
import type { VscodeTextfield } from '@vscode-elements/elements/dist/vscode-textfield/vscode-textfield.js';
import type { VscodeToolbarButton } from '@vscode-elements/elements/dist/vscode-toolbar-button/vscode-toolbar-button.js';
import type { ComponentChildren, HTMLAttributes } from 'preact';

/** The elements of @vscode-elements/elements as JSX knows them: their own properties beside those of any element. */
type Own<E extends HTMLElement> = Omit<HTMLAttributes<E>, keyof E> &
  Partial<Omit<E, keyof HTMLElement>> & {
    readonly children?: ComponentChildren;
    readonly class?: string;
    readonly id?: string;
    readonly title?: string;
    readonly slot?: string;
    readonly hidden?: boolean;
    readonly tabIndex?: number;
  };

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'vscode-badge': Own<VscodeBadge>;
      'vscode-button': Own<VscodeButton>;
      'vscode-collapsible': Own<VscodeCollapsible>;
      'vscode-divider': Own<VscodeDivider>;
      'vscode-icon': Own<VscodeIcon>;
      'vscode-option': Own<VscodeOption>;
      'vscode-progress-ring': Own<VscodeProgressRing>;
      'vscode-single-select': Own<VscodeSingleSelect>;
      'vscode-tab-header': Own<VscodeTabHeader>;
      'vscode-tab-panel': Own<VscodeTabPanel>;
      'vscode-tabs': Own<VscodeTabs>;
      'vscode-textfield': Own<VscodeTextfield>;
      'vscode-toolbar-button': Own<VscodeToolbarButton>;
    }
  }
}
