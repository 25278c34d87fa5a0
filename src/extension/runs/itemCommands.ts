import { window } from 'vscode';
import type { CommandHandlers, RunTarget } from '../commandTable.ts';
import { plainLine, withoutLinks } from '../plainText.ts';
import { report } from '../report.ts';
import type { RunRequests } from '../repositories/runners.ts';
import { inWords, whyStalled } from './itemsNow.ts';
import { pickWaiting } from './pickWaiting.ts';
import type { RunStore } from './runStore.ts';

interface ItemCommandDeps {
  readonly link: RunRequests;
  readonly store: RunStore;
}

type ItemCommands = Pick<CommandHandlers, 'loopwright.approve' | 'loopwright.continue'>;

/** What a person says to an item that waits for something else than the review of its change. */
export function itemCommands(deps: ItemCommandDeps): ItemCommands {
  return {
    'loopwright.approve': (target) => approve(deps, target),
    'loopwright.continue': (target) => goOn(deps, target),
  };
}

async function approve({ link, store }: ItemCommandDeps, target: RunTarget): Promise<void> {
  const waiting = await pickWaiting(store, target, {
    fits: ({ waitsFor }) => waitsFor?.kind === 'gate',
    ask: 'Approve which?',
    none: 'Nothing waits at a gate.',
  });
  if (waiting === undefined) return;
  const { run, item, loop, view } = waiting;
  const gate = view.waitsFor?.about;
  const approved = await link.request('approve', { run, item, ...(gate !== undefined && { gate }) });
  if (!approved.ok) return report(approved.error);
  void window.showInformationMessage(withoutLinks(`Approved ${loop}${inWords(view)} at the gate ${gate}.`));
}

/** Asks for the word that the maker is given; it may be empty. */
async function goOn({ link, store }: ItemCommandDeps, target: RunTarget): Promise<void> {
  const waiting = await pickWaiting(store, target, {
    fits: ({ waitsFor }) => waitsFor?.kind === 'question',
    ask: 'Continue which?',
    none: 'Nothing asks how to go on.',
  });
  if (waiting === undefined) return;
  const { run, item, loop, view } = waiting;
  const note = await window.showInputBox({
    title: `Continue ${loop}${inWords(view)}`,
    prompt: `${plainLine(whyStalled(view) ?? waiting.why, 300)} What should it bear in mind?`,
    placeHolder: 'The limit is checked twice; look at parseRange first',
    ignoreFocusOut: true,
    validateInput: (text) => (text.length > mostCharacters ? `At most ${mostCharacters} characters.` : undefined),
  });
  if (note === undefined) return;
  const continued = await link.request('continue', { run, item, note: note.trim() });
  if (!continued.ok) report(continued.error);
}

const mostCharacters = 8192;
