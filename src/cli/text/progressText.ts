import { branchName } from '../../model/branchName.ts';
import type { RecordedEvent } from '../../model/event.ts';
import { laneOf, onlyItem, runLane } from '../../model/lane.ts';
import type { RequestChanges } from '../../model/person.ts';
import { type RunState, statusOf, stepOf } from '../../model/runState.ts';
import { foundItems, itemView } from '../../model/runView.ts';
import { reasonOfItem } from '../../model/shapes.ts';
import { iterationOf, type StepState } from '../../model/stepState.ts';
import { cut } from './cut.ts';
import { inert } from './inert.ts';
import type { Paint } from './paint.ts';
import { raisedText } from './raisedText.ts';
import { requestText } from './requestText.ts';
import { statusText } from './statusText.ts';
import { endedStepText } from './stepText.ts';

/**
 * What a person who watches a run reads at an event; `state` is the state after it. Items that were found work side by
 * side: each line about one of them begins with its key.
 */
export function progressText(recorded: RecordedEvent, state: RunState, paint: Paint): readonly string[] {
  const { event } = recorded;
  switch (event.type) {
    case 'run.started':
      return [
        `${paint.bold(inert(event.start.loop))}  run ${event.start.run}`,
        paint.dim(`from ${event.start.base.slice(0, 10)}, for ${inert(branchName(event.start.deliver.into))}`),
      ];
    case 'step.started':
      return ofItem(state, laneOf(event.key), paint, startedText(state, event.key, paint));
    case 'step.finished': {
      const step = stepOf(state, event.key);
      return step === undefined ? [] : ofItem(state, laneOf(event.key), paint, finishedText(step, paint));
    }
    case 'signal.awaited':
      return ofItem(state, event.box, paint, [paint.yellow(inert(waitText(state, event.box)))]);
    case 'signal.expired':
      return ofItem(state, laneOf(event.key), paint, [paint.yellow('nobody decided in time')]);
    case 'stop.requested':
      return [`stop was asked for by ${inert(event.by)}`];
    case 'pause.requested':
      return [paint.yellow(`paused by ${inert(event.by.name)}: what works goes on to the end of its step`)];
    case 'resume.requested':
      return [`resumed by ${inert(event.by.name)}`];
    case 'note.written':
      return ofItem(state, event.note.item ?? runLane, paint, [
        `${inert(event.note.by.name)} says: ${cut(inert(event.note.text), mostNote)}`,
      ]);
    case 'limits.raised':
      return [`${inert(event.by.name)} raised ${raisedText(event.to)}`];
    case 'hold.begun':
      return ofItem(state, laneOf(event.key), paint, [paint.yellow('holds until the run is resumed')]);
    case 'run.finished':
      return [`${statusText(statusOf(state), paint)}: ${inert(event.outcome.reason)}`];
    case 'signal.sent':
      return event.value.kind === 'request-changes'
        ? ofItem(state, event.box, paint, [requestedText(event.value)])
        : [];
    case 'clock.read':
    case 'signal.taken':
    case 'hold.ended':
      return [];
  }
}

/** Characters of a note that are shown while a run is watched. */
const mostNote = 120;

function requestedText({ by, remarks, takenOut, note }: RequestChanges): string {
  const counts = { remarks: remarks.length, takenOut: takenOut.length };
  return `${inert(by.name)} requests changes: ${requestText({ ...counts, ...(note === undefined ? {} : { note }) })}`;
}

function finishedText(step: StepState, paint: Paint): readonly string[] {
  const isNamedItem = step.kind === 'conclude' && step.input.item !== undefined && step.input.item !== onlyItem;
  const ended = isNamedItem
    ? [`${statusText(step.input.outcome.status, paint)}: ${inert(step.input.outcome.reason)}`]
    : [];
  return [...indent(endedStepText(step, paint)), ...ended];
}

/** The lines with the item that they are about in front, where a run looks for items. */
function ofItem(state: RunState, lane: string, paint: Paint, lines: readonly string[]): readonly string[] {
  if (lane === runLane || lane === onlyItem || lines.length === 0) return lines;
  return lines.map((line) => `${itemTag(keyOf(state, lane), paint)} ${line}`);
}

/** `[key]`, as lines about an item begin. */
export const itemTag = (key: string, paint: Paint): string => paint.cyan(`[${cut(inert(key), 32)}]`);

const keyOf = (state: RunState, id: string): string => foundItems(state).find((item) => item.id === id)?.key ?? id;

function waitText(state: RunState, id: string): string {
  const item = state.items.get(id);
  return item === undefined ? 'Waits for a person.' : reasonOfItem(state, itemView(item, id));
}

function startedText(state: RunState, key: string, paint: Paint): readonly string[] {
  const step = stepOf(state, key);
  if (step === undefined) return [];
  const heading = isFirstOfIteration(state, step) ? [iterationText(iterationOf(step) ?? 0, paint)] : [];
  const doing = works[step.kind];
  return doing === undefined ? heading : [...heading, ...indent([paint.dim(`${doing} …`)])];
}

/** Steps that can take long without a word. */
const works: { readonly [K in StepState['kind']]?: string } = {
  explore: 'the explorer looks',
  make: 'the maker works',
  verify: 'the checker tries to break it',
  judge: 'a judge reads it',
};

function isFirstOfIteration(state: RunState, step: StepState): boolean {
  const number = iterationOf(step);
  const steps = state.items.get(laneOf(step.key))?.steps ?? state.steps;
  return number !== undefined && steps.find((one) => iterationOf(one) === number)?.key === step.key;
}

const iterationText = (number: number, paint: Paint) =>
  paint.bold(number === 0 ? 'before the first pass' : `iteration ${number}`);

const indent = (lines: readonly string[]) => lines.map((line) => `  ${line}`);
