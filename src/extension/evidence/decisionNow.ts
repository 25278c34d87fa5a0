import type { RunState } from '../../model/runState.ts';
import { detailOf } from '../../model/shapes.ts';
import { runLook } from '../../model/statusLook.ts';
import type { ActButton, DecisionNow, EvidenceAct } from '../../protocol/evidenceView.ts';
import { commandTable } from '../commandTable.ts';
import { type DeliverAs, deliverWords } from '../review/deliverWords.ts';
import { type LandingGate, landingGate } from '../review/gate.ts';

const deliverCommands: { readonly [A in DeliverAs]?: string } = {
  merge: 'loopwright.land',
  branch: 'loopwright.deliverBranch',
  patch: 'loopwright.deliverPatch',
  'pull-request': 'loopwright.deliverPullRequest',
};

/** The command that an act runs; undefined where a loop delivers in a way that nobody decides on. */
export const commandOfAct = (act: EvidenceAct, as: DeliverAs): string | undefined =>
  act === 'deliver' ? deliverCommands[as] : `loopwright.${act}`;

interface Words {
  readonly label: string;
  readonly icon: string;
}

const words: { readonly [A in Exclude<EvidenceAct, 'deliver'>]: Words } = {
  answerPrompt: { label: 'Answer the Prompt', icon: 'comment-discussion' },
  landWithoutUnderstanding: { label: 'Land Without Understanding…', icon: 'warning' },
  openReview: { label: 'Open Review', icon: 'open-preview' },
  requestChanges: { label: 'Request Changes…', icon: 'request-changes' },
  takeOut: { label: 'Take Out and Check Again', icon: 'discard' },
  reject: { label: 'Reject…', icon: 'close' },
  openRun: { label: 'Open Run', icon: 'pulse' },
};

const deliverIcons: { readonly [A in DeliverAs]: string } = {
  merge: 'git-merge',
  branch: 'git-branch',
  patch: 'file-code',
  'pull-request': 'git-pull-request',
  report: 'output',
};

/**
 * How the change of an item stands and what can be done. `isBeforeYou`: its review is open in this window; what lands is what
 * stands before the person, so delivering, asking for changes and taking out wait for that.
 */
export function decisionNow(
  state: RunState,
  item: string,
  { isBeforeYou }: { readonly isBeforeYou: boolean },
): DecisionNow | undefined {
  const detail = detailOf(state);
  const of = detail.items.find(({ id }) => id === item);
  if (of === undefined) return undefined;
  const { as } = state.start.deliver;
  const gate = landingGate({ detail, of, as });
  const isDecided = of.status !== 'waiting' || detail.finishedAt !== undefined;
  const status = detail.finishedAt === undefined ? of.status : ended(of.status, detail.status);
  return {
    look: runLook[status],
    open: gate.holds,
    gate: `${deliverWords[as].name} is ${gate.holds ? 'open' : 'closed'}`,
    reason: gate.reason,
    acts: [...actsNow({ as, gate, isDecided, isBeforeYou, hasChange: of.change !== undefined })],
  };
}

type Status = keyof typeof runLook;

/** What the end of the run has overtaken ended with it. */
const ended = (item: Status, run: Status): Status =>
  item === 'running' || item === 'waiting' || item === 'paused' ? run : item;

interface Standing {
  readonly as: DeliverAs;
  readonly gate: LandingGate;
  /** Nobody is asked (any more). */
  readonly isDecided: boolean;
  readonly isBeforeYou: boolean;
  readonly hasChange: boolean;
}

function actsNow({ as, gate, isDecided, isBeforeYou, hasChange }: Standing): readonly ActButton[] {
  const why = (reason: string | undefined): Pick<ActButton, 'closed'> =>
    reason === undefined ? {} : { closed: reason };
  const unread = isBeforeYou ? undefined : 'Open the review first: what you decide on is what you have before you.';
  const over = isDecided ? gate.reason : undefined;
  const notWorkedOn = over ?? (hasChange ? unread : 'There is no change yet.');
  const deliver = { act: 'deliver', label: deliverWords[as].button, icon: deliverIcons[as] } as const;
  const all: readonly ActButton[] = [
    ...(isDecided || isBeforeYou || !hasChange ? [] : [act('openReview')]),
    ...(gate.canAnswer ? [{ ...act('answerPrompt'), ...why(unread) }] : []),
    { ...deliver, ...why(gate.holds ? unread : gate.reason) },
    { ...act('requestChanges'), ...why(notWorkedOn) },
    { ...act('takeOut'), ...why(notWorkedOn) },
    { ...act('reject'), ...why(over) },
    // Behind all that is better: the first button that is open stands out.
    ...(gate.canOverride ? [{ ...act('landWithoutUnderstanding'), ...why(unread) }] : []),
    ...(hasChange && (isDecided || isBeforeYou) ? [act('openReview')] : []),
    act('openRun'),
  ];
  return all.filter((one) => Object.hasOwn(commandTable, commandOfAct(one.act, as) ?? ''));
}

const act = (name: keyof typeof words): ActButton => ({ act: name, ...words[name] });
