import { mostRemarkText } from '../../model/reviewMarks.ts';
import type { Dialogs } from '../dialogs.ts';
import type { RunRequests } from '../repositories/runners.ts';
import type { ReviewShown } from '../review/openReview.ts';

/** Characters of a reason that says something; the runner asks for as many. */
const leastReason = 10;

interface OverrideDeps {
  readonly link: RunRequests;
  readonly dialogs: Dialogs;
}

/** Lets the change land although nobody has shown to understand it, for a written reason. True once the gate is open for that. */
export async function answerForIt({ link, dialogs }: OverrideDeps, shown: ReviewShown): Promise<boolean> {
  if (!shown.gate.canOverride) {
    dialogs.say(`There is nothing to override. ${shown.gate.reason}`);
    return false;
  }
  const { run, item } = shown;
  const { head } = shown.of.change;
  const reason = await dialogs.write({
    title: 'Land without understanding',
    prompt:
      'Why may it land although the gate is closed? Your name and this reason are written into the landing; its lines stay owed.',
    problem: (text) => {
      if (text.length < leastReason) return `Say why, in ${leastReason} characters at least.`;
      return text.length > mostRemarkText ? `At most ${mostRemarkText} characters.` : undefined;
    },
  });
  if (reason === undefined) return false;
  const overridden = await link.request('override', { run, item, head, reason });
  if (!overridden.ok) dialogs.refused(overridden.error);
  return overridden.ok;
}
