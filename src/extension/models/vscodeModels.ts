import {
  type CancellationToken,
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
    count: async (text, signal) => chat.countTokens(text, cancelledBy(signal)),
    send: async (prompt, justification, signal) => {
      const asked = [LanguageModelChatMessage.User(prompt)];
      const { text } = await chat.sendRequest(asked, { justification }, cancelledBy(signal));
      return text;
    },
  };
}

/** A token for as long as the question lasts: an answer is still coming when the request for it has returned. */
function cancelledBy(signal: AbortSignal): CancellationToken {
  const cancellation = new CancellationTokenSource();
  signal.addEventListener('abort', () => cancellation.cancel(), { once: true });
  if (signal.aborted) cancellation.cancel();
  return cancellation.token;
}
