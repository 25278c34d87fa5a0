import { ProgressLocation, window } from 'vscode';
import { branchName } from '../../model/branchName.ts';
import type { Approval } from '../../model/person.ts';
import type { ItemRef } from '../itemRef.ts';
import { withoutLinks } from '../plainText.ts';
import { report } from '../report.ts';
import type { RunRequests } from '../repositories/runners.ts';
import { shortId } from '../runs/runWords.ts';
import { deliverWords } from './deliverWords.ts';
import type { ReviewShown } from './openReview.ts';

/** Delivers what is shown, as its loop says, and nothing else: the commit, or undefined where it is not delivered. */
export async function land(link: RunRequests, shown: ReviewShown): Promise<string | undefined> {
  const { gate, run, item, as, title: name } = shown;
  const { not } = deliverWords[as];
  if (!gate.holds) {
    void window.showWarningMessage(withoutLinks(`${not} ${gate.reason}`));
    return undefined;
  }
  const doing = as === 'merge' ? `Landing ${name} on ${branchName(shown.detail.into)}…` : `Delivering ${name}…`;
  const title = withoutLinks(doing);
  const landed = await window.withProgress({ location: ProgressLocation.Notification, title }, () =>
    link.request('land', { run, item, approval: approvalOf(shown) }),
  );
  if (!landed.ok) {
    report(landed.error);
    return undefined;
  }
  if (landed.value.status === 'delivered') return landed.value.commit;
  void window.showWarningMessage(withoutLinks(`${not} ${landed.value.reason}`));
  return undefined;
}

/** The approval names the content that stands before the person, not what the run has by now. */
function approvalOf({ detail, of }: ReviewShown): Approval {
  const { base, head, tree } = of.change;
  return { base, head, tree, definition: detail.definition };
}

/** Says what became of it; `now` is the review after the delivery. */
export function tellDelivered(shown: ReviewShown, now: ReviewShown | undefined, commit: string): void {
  const landed = `Landed ${shortId(commit)} on ${branchName(shown.detail.into)}.`;
  const said = now?.of.status === 'delivered' ? now.of.reason : `Delivered ${shortId(commit)}.`;
  void window.showInformationMessage(withoutLinks(shown.as === 'merge' ? landed : said));
}

/** Asks for the reason, which the run keeps. True when it is rejected. */
export async function reject(link: RunRequests, { run, item }: ItemRef, what: string): Promise<boolean> {
  const reason = await window.showInputBox({
    title: `Reject ${what}`,
    prompt: 'Why? The run keeps the reason.',
    placeHolder: 'It hides the cause: the limit is wrong in time.js',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'A reason is needed.' : undefined),
  });
  const given = reason?.trim() ?? '';
  if (given === '') return false;
  const rejected = await link.request('reject', { run, item, reason: given });
  if (!rejected.ok) report(rejected.error);
  return rejected.ok;
}
