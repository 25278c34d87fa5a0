import { window } from 'vscode';
import type { Refusal } from '../protocol/runner.ts';
import { withoutLinks } from './plainText.ts';

/** Refusals that a person brought about on purpose, or that are no news. */
const silent: ReadonlySet<string> = new Set(['cancelled', 'no-runner']);

const shown = new Set<string>();

/** Shows what was refused, in the runner's words, once while it stands there. */
export function report({ code, message }: Refusal): void {
  if (!silent.has(code)) void reportError(message);
}

/** Shows an error once, however often it is met while it stands there. */
export async function reportError(message: string): Promise<void> {
  if (shown.has(message)) return;
  shown.add(message);
  try {
    await window.showErrorMessage(withoutLinks(message));
  } finally {
    shown.delete(message);
  }
}
