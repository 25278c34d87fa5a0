import { Disposable, type ExtensionContext, window, workspace } from 'vscode';
import type { RunnerLink } from '../runner/runnerLink.ts';
import { answerAsk } from './answerAsk.ts';
import { Consent } from './consent.ts';
import { offerModels } from './offerModels.ts';
import { vscodeModels } from './vscodeModels.ts';

/** Lets the runner ask the language models of this window. Calls `offered` once it knows which there are. */
export function registerModels(
  link: Pick<RunnerLink, 'onOpen' | 'onClose'>,
  { languageModelAccessInformation }: Pick<ExtensionContext, 'languageModelAccessInformation'>,
  offered: () => void,
): Disposable {
  const models = vscodeModels(languageModelAccessInformation);
  const consent = new Consent((message, ...buttons) => window.showInformationMessage(message, ...buttons));
  const end = offerModels(link, {
    models,
    focus: {
      isFocused: () => window.state.focused,
      onChange: (listener) => {
        const listening = window.onDidChangeWindowState(({ focused }) => focused && listener());
        return () => listening.dispose();
      },
    },
    answer: answerAsk({ models, consent, mayRun: () => workspace.isTrusted }),
    offered,
  });
  return new Disposable(end);
}
