import { window } from 'vscode';
import { runLook } from '../../model/statusLook.ts';
import type { RunTarget } from '../commandTable.ts';
import type { RunEntry, RunStore } from './runStore.ts';

/** What a person is asked and told when a command needs a run. */
interface Question {
  readonly fits: (entry: RunEntry) => boolean;
  readonly ask: string;
  readonly none: string;
}

/** The run that a command is about: the one it was given, the only one that fits, else the one picked. */
export async function pickRun(store: RunStore, target: RunTarget, question: Question): Promise<string | undefined> {
  if (target !== undefined) return target.run;
  const fitting = store.all().filter(question.fits);
  const [only] = fitting;
  if (only === undefined) {
    void window.showInformationMessage(question.none);
    return undefined;
  }
  if (fitting.length === 1) return only.summary.id;
  const rows = fitting.map(({ summary }) => ({
    label: summary.loop,
    description: `${runLook[summary.status].words}, started ${new Date(summary.startedAt).toLocaleString()}`,
    detail: summary.reason,
    run: summary.id,
  }));
  return (await window.showQuickPick(rows, { placeHolder: question.ask, matchOnDescription: true }))?.run;
}
