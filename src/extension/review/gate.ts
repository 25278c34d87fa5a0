import { branchName } from '../../model/branchName.ts';
import type { RunDetail } from '../../model/shapes.ts';
import type { DeliverAs } from './deliverWords.ts';

/** Whether a change may land, why or why not in a sentence, and whether a prompt about it can be asked. */
export interface LandingGate {
  readonly holds: boolean;
  readonly canAnswer: boolean;
  /** Whether it is the proof of understanding alone that is missing, so that somebody may answer for it. */
  readonly canOverride: boolean;
  readonly reason: string;
}

/** What a gate is about: an item of a run, and how its change is delivered. */
interface AtGate {
  readonly detail: Pick<RunDetail, 'status' | 'reason' | 'finishedAt' | 'into'>;
  readonly of: RunDetail['items'][number];
  readonly as: DeliverAs;
}

/** What the runner would say to a delivery now. It decides again itself: this only tells beforehand. */
export function landingGate({ detail, of, as }: AtGate): LandingGate {
  const closed = (reason: string): LandingGate => ({ holds: false, canAnswer: false, canOverride: false, reason });
  if (of.status === 'delivered') return closed(of.reason);
  if (detail.finishedAt !== undefined) return closed(`The run has ended: ${detail.reason}`);
  if (of.status === 'running' || of.status === 'paused') return closed(`The run works on it. ${detail.reason}`);
  if (of.status !== 'waiting') return closed(`It has ended: ${of.reason}`);
  if (of.waitsFor !== undefined) return closed(of.reason);
  if (of.change === undefined) return closed('There is no change to land.');
  // By hand or by taking pieces out: the words say which.
  if (!of.accepted) return closed(of.reason);
  const { understanding } = of;
  if (understanding?.required && !understanding.holds) {
    const { mayAsk = true, reason } = understanding;
    return { holds: false, canAnswer: mayAsk, canOverride: true, reason };
  }
  const refused = of.refusal === undefined ? '' : ` The last attempt was refused: ${of.refusal}`;
  const overridden = understanding?.overridden === undefined ? '' : ` ${understanding.reason}`;
  const reason = `${openWords(as, detail.into)}${overridden}${refused}`;
  return { holds: true, canAnswer: understanding?.mayAsk ?? false, canOverride: false, reason };
}

const openWords = (as: DeliverAs, into: string): string =>
  as === 'merge' ? `It may land on ${branchName(into)}.` : 'It may be delivered.';
