import type { ExtensionContext } from 'vscode';
import { compose } from './compose.ts';

/** Called by VS Code. Nothing is awaited: every command is there when this returns. */
export function activate(context: ExtensionContext): void {
  context.subscriptions.push(compose(context));
}
