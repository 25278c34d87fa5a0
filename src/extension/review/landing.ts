import { ProgressLocation, window } from 'vscode';
import type { Approval } from '../../model/person.ts';
import { report } from '../report.ts';
import type { RunnerLink } from '../runner/runnerLink.ts';
import { shortId } from '../runs/runWords.ts';
import { branchName } from './gate.ts';
import type { ReviewShown } from './openReview.ts';

/** Lands what is shown, and nothing else. True when it is delivered. */
export async function land(link: RunnerLink, shown: ReviewShown): Promise<boolean> {
  const { detail, gate, run } = shown;
  const approval = approvalOf(shown);
  if (!gate.holds || approval === undefined) {
    void window.showWarningMessage(`Not landed. ${gate.reason}`);
    return false;
  }
  const title = `Landing ${detail.loop} on ${branchName(detail.into)}…`;
  const landed = await window.withProgress({ location: ProgressLocation.Notification, title }, () =>
    link.request('land', { run, approval }),
  );
  if (!landed.ok) {
    report(landed.error);
    return false;
  }
  if (landed.value.status === 'refused') {
    void window.showWarningMessage(`Not landed. ${landed.value.reason}`);
    return false;
  }
  void window.showInformationMessage(`Landed ${shortId(landed.value.commit)} on ${branchName(detail.into)}.`);
  return true;
}

/** The approval names the content that stands before the person, not what the run has by now. */
function approvalOf({ detail }: ReviewShown): Approval | undefined {
  const { change, definition } = detail;
  return change === undefined ? undefined : { base: change.base, head: change.head, tree: change.tree, definition };
}

/** Asks for the reason, which the run keeps. True when it is rejected. */
export async function reject(link: RunnerLink, run: string, loop: string): Promise<boolean> {
  const reason = await window.showInputBox({
    title: `Reject the change of ${loop}`,
    prompt: 'Why? The run keeps the reason.',
    placeHolder: 'It hides the cause: the limit is wrong in time.js',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'A reason is needed.' : undefined),
  });
  const given = reason?.trim() ?? '';
  if (given === '') return false;
  const rejected = await link.request('reject', { run, reason: given });
  if (!rejected.ok) report(rejected.error);
  return rejected.ok;
}
