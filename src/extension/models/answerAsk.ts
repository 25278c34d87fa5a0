import {
  isNamed,
  type ModelEnd,
  type ModelFailure,
  type ModelNews,
  type ModelRequest,
  notAnswered,
} from '../../model/modelAsk.ts';
import type { AnswerModelAsk } from '../../protocol/models.ts';
import type { Consent, NoConsent } from './consent.ts';
import type { EditorModel, EditorModels } from './editorModels.ts';

export interface AnswerWorld {
  readonly models: EditorModels;
  readonly consent: Pick<Consent, 'to'>;
  /** Whether this window may run anything for the folder (workspace trust). */
  readonly mayRun: () => boolean;
}

/** Answers what the runner asks with a language model of this window. Nothing is sent that nobody has allowed. */
export function answerAsk({ models, consent, mayRun }: AnswerWorld): AnswerModelAsk {
  return async (request, tell, signal) => {
    if (!mayRun()) return notAnswered('not-allowed', 'The folder is in Restricted Mode. Trust it first.');
    const all = await models.all();
    const model = request.model === undefined ? all[0] : all.find((one) => isNamed(one, request.model ?? ''));
    if (model === undefined) return notAnswered('no-such-model', noSuchModel(request.model, all));
    const allowed = await consent.to(request, model, signal);
    if (allowed !== 'yes') return notAnswered('not-allowed', withoutConsent[allowed](model.title));
    return send(models.editor, model, request, tell, signal);
  };
}

async function send(
  editor: string,
  model: EditorModel,
  { prompt: asked, instructions, loop, role }: ModelRequest,
  tell: (news: ModelNews) => void,
  signal: AbortSignal,
): Promise<ModelEnd> {
  const prompt = instructions === undefined ? asked : `${instructions}\n\n${asked}`;
  const inputTokens = await counted(model, prompt, signal);
  if (inputTokens !== undefined && inputTokens > model.maxInputTokens) {
    const message = `The question has ${inputTokens} tokens, and ${model.title} takes ${model.maxInputTokens}. Name a model that takes more, or another agent.`;
    return notAnswered('too-long', message);
  }
  const answer: string[] = [];
  let end: Parameters<typeof failed>[0] | undefined;
  try {
    const pieces = await model.send(prompt, `The loop ${loop} asks its ${role}.`, signal);
    tell({ type: 'begin', model: model.id.slice(0, 200), editor: editor.slice(0, 100) });
    for await (const text of pieces) {
      if (signal.aborted) break;
      answer.push(text);
      tell({ type: 'text', text });
    }
  } catch (error) {
    end = { error, title: model.title };
  }
  const outputTokens = await counted(model, answer.join(''), signal);
  const isCounted = inputTokens !== undefined && outputTokens !== undefined && (end === undefined || answer.length > 0);
  const usage = isCounted ? { inputTokens, outputTokens } : null;
  return end === undefined ? { status: 'answered', usage } : { ...failed(end), usage };
}

const counted = (model: EditorModel, text: string, signal: AbortSignal): Promise<number | undefined> =>
  model.count(text, signal).then(
    (tokens) => (Number.isFinite(tokens) && tokens >= 0 ? Math.round(tokens) : undefined),
    () => undefined,
  );

/** What the codes of VS Code's `LanguageModelError` stand for. */
const codes: Readonly<Record<string, ModelFailure>> = {
  NoPermissions: 'not-allowed',
  NotFound: 'no-such-model',
  Blocked: 'blocked',
};

function failed({ error, title }: { readonly error: unknown; readonly title: string }): ModelEnd {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const why = Object.hasOwn(codes, code) ? (codes[code] ?? 'failed') : 'failed';
  const words = error instanceof Error ? error.message : String(error);
  return notAnswered(why, `${title} did not answer: ${words === '' ? code : words}`);
}

const withoutConsent: { readonly [N in NoConsent]: (title: string) => string } = {
  refused: (title) => `A person did not allow the loop to ask ${title}. Run it again and choose Allow.`,
  late: (title) =>
    `Nobody allowed the loop to ask ${title}: VS Code asked and got no answer. Run it again and choose Allow.`,
  stopped: () => 'It was stopped.',
};

function noSuchModel(named: string | undefined, all: readonly EditorModel[]): string {
  if (named === undefined || all.length === 0)
    return 'VS Code has no language model any more. Sign in to its provider.';
  const families = [...new Set(all.map(({ family }) => family))].join(', ');
  return `VS Code has no language model ${named}. There are: ${families}. Write one of them as \`model\`.`;
}
