import { ProgressLocation, window } from 'vscode';
import { isSameItem } from '../itemRef.ts';
import { withoutLinks } from '../plainText.ts';
import { deliverWords } from './deliverWords.ts';
import { deliverLabel } from './gateRows.ts';
import { isReady } from './isReady.ts';
import { isWhatWasKept } from './isWhatWasKept.ts';
import type { ReviewShown } from './openReview.ts';
import { keptOf, piecesWords } from './pending.ts';
import { readRefusal } from './readRefusal.ts';
import type { SendDeps } from './sending.ts';

/** Takes out what was decided on, and has the checks run on what is kept. */
export async function takeOut(deps: SendDeps, shown: ReviewShown): Promise<void> {
  const { dialogs } = deps;
  if (!(await isReady(deps, shown, 'Nothing can be taken out now.'))) return;
  const decided = decidedOn(deps, shown);
  if (decided === undefined) return dialogs.say(notRead);
  const { outline, marks } = decided;
  if (marks.decisions.length === 0) {
    return dialogs.say(
      'No piece is to be taken out. Choose Take Out on a piece in the view Change or in the diff first.',
    );
  }
  const { kept, of } = keptOf(outline, marks.decisions);
  const detail = `What is kept, ${piecesWords(kept)}, becomes the change, and its checks run again on exactly that. Nothing lands.`;
  if (!(await dialogs.isSure(`Take ${piecesWords(of - kept)} of ${of} out?`, detail, 'Take Out'))) return;
  const now = await takeOutNow(deps, shown);
  if (now !== undefined) dialogs.say(now.gate.holds ? 'What is kept passes its checks.' : now.gate.reason);
}

/**
 * Takes out what was decided on; what waits then, if it is exactly what was kept. Undefined where it is not to land, which the
 * person was told.
 */
export async function keepOnlyKept(deps: SendDeps, shown: ReviewShown): Promise<ReviewShown | undefined> {
  const { dialogs, reading } = deps;
  if (!(await isReady(deps, shown, 'Nothing can be delivered now.'))) return undefined;
  const decided = decidedOn(deps, shown);
  if (decided === undefined) {
    dialogs.say(notRead);
    return undefined;
  }
  const { outline, marks } = decided;
  const out = marks.decisions;
  const goes = `${piecesWords(out.length)} ${out.length === 1 ? 'is' : 'are'} taken out first`;
  const detail = `${goes}, and the checks run again on what is kept. It is delivered if they pass and the gate is open; nothing else is.`;
  if (!(await dialogs.isSure(`${deliverLabel(shown, reading.now)}?`, detail, 'Take Out, Check and Deliver')))
    return undefined;
  const now = await takeOutNow(deps, shown);
  if (now === undefined) return undefined;
  const after = decidedOn(deps, now)?.outline;
  if (after === undefined || !isWhatWasKept(outline, out, after)) {
    const { not } = deliverWords[shown.as];
    dialogs.say(`${not} The change is not exactly what you kept: somebody edited it meanwhile. Read it again.`);
    return undefined;
  }
  return now;
}

const notRead = 'The change is another than the one in the view by now. Read it again, then do this once more.';

/** What was decided, where it was decided on the change as it is. */
function decidedOn({ reading }: SendDeps, { of }: ReviewShown) {
  const { outline, marks } = reading.now;
  return outline === undefined || marks === undefined || outline.head !== of.change.head
    ? undefined
    : { outline, marks };
}

async function takeOutNow(deps: SendDeps, shown: ReviewShown): Promise<ReviewShown | undefined> {
  const { link, dialogs, review, reading, readRun } = deps;
  const { run, item } = shown;
  const title = withoutLinks(`Checking what is kept of ${shown.title}…`);
  const { head } = shown.of.change;
  const taken = await window.withProgress({ location: ProgressLocation.Notification, title }, () =>
    link.request('takeOut', { run, item, head }),
  );
  if (!taken.ok) {
    dialogs.refused(readRefusal(taken.error));
    return undefined;
  }
  await readRun(run);
  review.show();
  const now = review.shown;
  if (now === undefined || !isSameItem(now, shown)) return undefined;
  await reading.follow({ run, item, head: now.of.change.head });
  await reading.refreshMarks();
  return now;
}
