import { window } from 'vscode';
import type { RunnerReply } from '../../protocol/runner.ts';
import type { LoopFiles } from '../loops/loopFiles.ts';
import { withoutLinks } from '../plainText.ts';
import { report } from '../report.ts';
import type { Repositories } from '../repositories/repositories.ts';
import type { Runners } from '../repositories/runners.ts';
import { withLoops } from '../repositories/withLoops.ts';

const removeAll = 'Remove Unlanded Work';

interface CleanDeps {
  readonly runners: Pick<Runners, 'of'>;
  readonly repositories: Repositories;
  readonly files: LoopFiles;
}

/** Cleans up the ended runs of every repository that has loops here. Unlanded work stays: each piece is a decision of its own. */
export async function cleanAll({ repositories, files }: CleanDeps): Promise<void> {
  await repositories.ready();
  const all = withLoops(repositories, files);
  const replies = await Promise.all(all.map(({ link }) => link.request('clean', { force: false })));
  const done = replies.flatMap((reply) => (reply.ok ? [reply.value] : []));
  for (const reply of replies) if (!reply.ok) report(reply.error);
  if (done.length === 0) return;
  const removed = done.flatMap((one) => one.removed);
  const kept = done.flatMap((one) => one.kept);
  tell({ removed, kept });
}

/** Cleans up one run; its unlanded work goes only when the person says so twice. */
export async function cleanRun({ runners }: CleanDeps, run: string): Promise<void> {
  const link = (await runners.of(run))?.link;
  const cleaned = await link?.request('clean', { run, force: false });
  if (cleaned === undefined) return;
  if (!cleaned.ok) return report(cleaned.error);
  const chosen = await tell(cleaned.value, `${removeAll}…`);
  if (chosen === undefined) return;
  const detail = 'Its branch and worktree are deleted. This cannot be undone.';
  const sure = await window.showWarningMessage('Remove work that is not landed?', { modal: true, detail }, removeAll);
  if (sure !== removeAll) return;
  const forced = await link?.request('clean', { run, force: true });
  if (forced?.ok === false) report(forced.error);
  else void window.showInformationMessage('Cleaned up.');
}

/** Says what became of it; `choices` are offered where something was kept. */
async function tell({ removed, kept }: RunnerReply<'clean'>, ...choices: string[]): Promise<string | undefined> {
  const done = `Cleaned up ${removed.length === 1 ? '1 run' : `${removed.length} runs`}.`;
  const [first] = kept;
  if (first === undefined) {
    void window.showInformationMessage(done);
    return undefined;
  }
  return window.showWarningMessage(withoutLinks(`${done} Kept ${kept.length}: ${first.why}`), ...choices);
}
