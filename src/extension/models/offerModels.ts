import type { RunnerClient } from '../../protocol/client.ts';
import type { AnswerModelAsk, ModelOffer } from '../../protocol/models.ts';
import type { Unsubscribe } from '../listeners.ts';
import type { RunnerLink } from '../runner/runnerLink.ts';
import type { EditorModels } from './editorModels.ts';

/** Whether somebody sits at the window. */
export interface WindowFocus {
  readonly isFocused: () => boolean;
  onChange(listener: () => void): Unsubscribe;
}

/**
 * Tells the runner which language models this window has: when a connection opens, when they change, and when the window
 * gets the focus; and answers what it is asked. Calls `offered` after the runner knows.
 */
export function offerModels(
  link: Pick<RunnerLink, 'onOpen' | 'onClose'>,
  {
    models,
    focus,
    answer,
    offered,
  }: {
    readonly models: EditorModels;
    readonly focus: WindowFocus;
    readonly answer: AnswerModelAsk;
    readonly offered: () => void;
  },
): Unsubscribe {
  let client: RunnerClient | undefined;
  let hasOffered = false;
  let newest = 0;
  const offer = async (): Promise<void> => {
    const [to, mine] = [client, ++newest];
    if (to === undefined) return;
    const all = await models.all();
    // Another offer was begun meanwhile, or the connection is gone.
    if (mine !== newest || (all.length === 0 && !hasOffered)) return;
    hasOffered = true;
    const reply = await to.request('offerModels', offerOf(all, focus.isFocused()));
    if (reply.ok) offered();
  };
  const subscriptions = [
    link.onOpen((opened) => {
      client = opened;
      hasOffered = false;
      opened.onModelAsk(answer);
      opened.onClose(() => {
        if (client === opened) client = undefined;
      });
      void offer();
    }),
    models.onChange(() => void offer()),
    focus.onChange(() => void offer()),
  ];
  return () => {
    client = undefined;
    for (const end of subscriptions) end();
  };
}

const mostModels = 200;
const short = (text: string): string => text.slice(0, 200);

const offerOf = (all: Awaited<ReturnType<EditorModels['all']>>, focused: boolean): ModelOffer => ({
  models: all.slice(0, mostModels).map(({ id, name, family, vendor }) => ({
    id: short(id),
    name: short(name),
    family: short(family),
    vendor: short(vendor),
  })),
  focused,
});
