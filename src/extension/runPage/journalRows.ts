import type { RecordedEvent, RunEvent } from '../../model/event.ts';
import { finishStep, type StepState, startStep } from '../../model/stepState.ts';
import type { JournalRow } from '../../protocol/runPageView.ts';
import { plainLine } from '../plainText.ts';

const mostDetail = 200;

type Told = Pick<JournalRow, 'step' | 'detail'>;

/** What each event says, in a line. */
const tellers: { readonly [T in RunEvent['type']]: (event: Extract<RunEvent, { readonly type: T }>) => Told } = {
  'run.started': ({ start }) => ({ step: '', detail: `${start.file}, ${start.trigger.about}` }),
  'step.started': ({ key, kind }) => ({ step: key, detail: kind }),
  'step.finished': ({ key, outcome }) => ({
    step: key,
    detail: outcome.status === 'failed' ? `failed: ${outcome.message}` : outcome.status,
  }),
  'clock.read': ({ key, now }) => ({ step: key, detail: new Date(now).toISOString() }),
  'signal.awaited': ({ key, deadline }) => ({
    step: key,
    detail:
      deadline === undefined ? 'waits for a person' : `waits for a person until ${new Date(deadline).toISOString()}`,
  }),
  'signal.sent': ({ box, value }) => ({ step: box, detail: value.kind }),
  'signal.taken': ({ key, id }) => ({ step: key, detail: id ?? 'nothing' }),
  'signal.expired': ({ key }) => ({ step: key, detail: 'nobody answered in time' }),
  'stop.requested': ({ by }) => ({ step: '', detail: by }),
  'pause.requested': ({ by }) => ({ step: '', detail: by.name }),
  'resume.requested': ({ by }) => ({ step: '', detail: by.name }),
  'note.written': ({ note }) => ({ step: note.item ?? '', detail: `${note.by.name}: ${note.text}` }),
  'limits.raised': ({ to, by }) => ({
    step: '',
    detail: `${by.name}: ${Object.entries(to)
      .map(([limit, value]) => `${limit} ${value}`)
      .join(', ')}`,
  }),
  'hold.begun': ({ key }) => ({ step: key, detail: 'holds, because the run is paused' }),
  'hold.ended': ({ key, stopped }) => ({ step: key, detail: stopped ? 'stopped' : 'goes on' }),
  'run.finished': ({ outcome }) => ({ step: '', detail: `${outcome.status}: ${outcome.reason}` }),
};

/** Makes rows of events, which come in their order; it remembers which steps go on, to say how each ended. */
export class JournalRows {
  readonly #going = new Map<string, StepState>();

  rowsOf(events: readonly RecordedEvent[]): readonly JournalRow[] {
    return events.map(({ seq, at, event }) => {
      const { step, detail } = this.#told(event, at);
      return { seq, at, event: event.type, step, detail: plainLine(detail, mostDetail) };
    });
  }

  #told(event: RunEvent, at: number): Told {
    if (event.type === 'step.started') this.#going.set(event.key, startStep(event.key, event.kind, event.input, at));
    const told = (tellers[event.type] as (event: RunEvent) => Told)(event);
    return event.type === 'step.finished' ? this.#ended(event, told, at) : told;
  }

  /** A step that was done may still have come to nothing good. */
  #ended({ key, outcome }: Extract<RunEvent, { readonly type: 'step.finished' }>, told: Told, at: number): Told {
    const begun = this.#going.get(key);
    this.#going.delete(key);
    if (begun === undefined) return told;
    const { status, detail } = finishStep(begun, outcome, at);
    return { ...told, detail: detail === undefined ? status : `${status}: ${detail}` };
  }
}
