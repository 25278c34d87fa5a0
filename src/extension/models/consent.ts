import { setTimeout as sleep } from 'node:timers/promises';
import type { ModelRequest } from '../../model/modelAsk.ts';
import type { EditorModel } from './editorModels.ts';

/** Shows a notification with buttons; undefined where it was closed. */
export type Say = (message: string, ...buttons: string[]) => PromiseLike<string | undefined>;

/** Milliseconds that a person has; the driver of the step waits longer than this for a first word. */
const patience = 120_000;

/** Why a model is not asked. */
export type NoConsent = 'refused' | 'late' | 'stopped';

/**
 * Asks the person whether a loop may use a model, before the editor does: the editor's own question may only come after
 * somebody has pressed something. Two questions about the same loop and model are one.
 */
export class Consent {
  readonly #say: Say;
  readonly #patience: number;
  readonly #asking = new Map<string, Promise<'yes' | NoConsent>>();

  constructor(say: Say, milliseconds = patience) {
    this.#say = say;
    this.#patience = milliseconds;
  }

  async to({ loop, role }: ModelRequest, model: EditorModel, signal: AbortSignal): Promise<'yes' | NoConsent> {
    if (model.isAllowed()) return 'yes';
    const name = `${loop}\n${model.id}`;
    const asking = this.#asking.get(name) ?? this.#ask(loop, role, model);
    this.#asking.set(name, asking);
    const stopped = new Promise<'stopped'>((resolve) => {
      if (signal.aborted) resolve('stopped');
      signal.addEventListener('abort', () => resolve('stopped'), { once: true });
    });
    return Promise.race([asking.finally(() => this.#asking.delete(name)), stopped]);
  }

  async #ask(loop: string, role: ModelRequest['role'], { title }: EditorModel): Promise<'yes' | NoConsent> {
    const what = role === 'judge' ? 'to judge a change' : `as its ${role}`;
    const enough = new AbortController();
    const said = Promise.resolve(this.#say(`The loop ${loop} wants to ask ${title} ${what}.`, 'Allow', 'Not Now'));
    const late = sleep(this.#patience, 'late' as const, { signal: enough.signal, ref: false }).catch(() => undefined);
    const answer = await Promise.race([said.then((button) => (button === 'Allow' ? 'yes' : 'refused')), late]);
    enough.abort();
    return answer ?? 'late';
  }
}
