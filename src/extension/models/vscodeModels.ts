import {
  CancellationTokenSource,
  type LanguageModelAccessInformation,
  type LanguageModelChat,
  LanguageModelChatMessage,
  lm,
  version,
} from 'vscode';
import type { EditorModel, EditorModels } from './editorModels.ts';

/** VS Code's Language Model API. */
export const vscodeModels = (access: Pick<LanguageModelAccessInformation, 'canSendRequest'>): EditorModels => ({
  editor: `VS Code ${version}`,
  all: async () => {
    try {
      return (await lm.selectChatModels()).map((chat) => modelOf(chat, access));
    } catch {
      return [];
    }
  },
  onChange: (listener) => {
    const listening = lm.onDidChangeChatModels(() => listener());
    return () => listening.dispose();
  },
});

function modelOf(chat: LanguageModelChat, access: Pick<LanguageModelAccessInformation, 'canSendRequest'>): EditorModel {
  const { id, name, family, vendor, maxInputTokens } = chat;
  return {
    id,
    name,
    family,
    vendor,
    maxInputTokens,
    title: `${name} (${vendor})`,
    isAllowed: () => access.canSendRequest(chat) === true,
    count: (text, signal) => cancelledBy(signal, (token) => chat.countTokens(text, token)),
    send: async (prompt, justification, signal) => {
      const cancellation = new CancellationTokenSource();
      signal.addEventListener('abort', () => cancellation.cancel(), { once: true });
      if (signal.aborted) cancellation.cancel();
      const { text } = await chat.sendRequest(
        [LanguageModelChatMessage.User(prompt)],
        { justification },
        cancellation.token,
      );
      return text;
    },
  };
}

async function cancelledBy<T>(
  signal: AbortSignal,
  ask: (token: CancellationTokenSource['token']) => Thenable<T>,
): Promise<T> {
  const cancellation = new CancellationTokenSource();
  const cancel = () => cancellation.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await ask(cancellation.token);
  } finally {
    signal.removeEventListener('abort', cancel);
    cancellation.dispose();
  }
}
