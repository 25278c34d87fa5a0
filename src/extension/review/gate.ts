import type { RunDetail } from '../../model/shapes.ts';
import { shortId } from '../runs/runWords.ts';

/** Whether a change may land, why or why not in a sentence, and whether a prompt about it can be asked. */
export interface LandingGate {
  readonly holds: boolean;
  readonly canAnswer: boolean;
  readonly reason: string;
}

/** What the runner would say to a landing now. It decides again itself: this only tells beforehand. */
export function landingGate(detail: RunDetail): LandingGate {
  const closed = (reason: string): LandingGate => ({ holds: false, canAnswer: false, reason });
  if (detail.status === 'running') return closed(`The run works on it. ${detail.reason}`);
  if (detail.status === 'delivered') return closed(deliveredWords(detail));
  if (detail.status !== 'waiting') return closed(`The run has ended: ${detail.reason}`);
  const item = detail.items[0];
  if (item?.change === undefined) return closed('There is no change to land.');
  if (!item.accepted) return closed('Your edit does not reach the goal yet. Edit again, or reject the change.');
  const understanding = detail.understanding;
  if (understanding?.required && !understanding.holds) {
    return { holds: false, canAnswer: true, reason: understanding.reason };
  }
  const refused = item.refusal === undefined ? '' : ` The last attempt did not land: ${item.refusal}`;
  return { holds: true, canAnswer: false, reason: `It may land on ${branchName(detail.into)}.${refused}` };
}

const deliveredWords = ({ commit, reason }: RunDetail): string =>
  commit === undefined ? reason : `Delivered as ${shortId(commit)}.`;

/** A branch as people say it. */
export const branchName = (ref: string): string => ref.replace(/^refs\/heads\//, '');
