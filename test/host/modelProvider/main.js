// A second extension of the host tests: it brings a language model that answers as a test tells it to. Its exports are the
// test's way in: what it was asked, and what it says next.
const vscode = require('vscode');

/** @type {{ asked: { prompt: string, model: string }[], say: string[], fail: Error | undefined }} */
const script = { asked: [], say: ['hello'], fail: undefined };

/**
 * @param {string} id
 * @param {string} family
 */
const model = (id, family) => ({
  id,
  name: `Test ${family}`,
  family,
  version: '1',
  maxInputTokens: 100_000,
  maxOutputTokens: 1000,
  capabilities: {},
});

/** @param {import('vscode').LanguageModelChatRequestMessage} message */
const textOf = ({ content }) =>
  content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');

/** @param {import('vscode').ExtensionContext} context */
exports.activate = (context) => {
  context.subscriptions.push(
    vscode.lm.registerLanguageModelChatProvider('loopwright-test', {
      provideLanguageModelChatInformation: async () => [model('first', 'plain'), model('second', 'judging')],
      provideLanguageModelChatResponse: async (asked, messages, _options, progress) => {
        script.asked.push({ prompt: messages.map(textOf).join('\n'), model: asked.id });
        if (script.fail) throw script.fail;
        for (const text of script.say) progress.report(new vscode.LanguageModelTextPart(text));
      },
      provideTokenCount: async (_model, text) => (typeof text === 'string' ? text : textOf(text)).length,
    }),
  );
  return script;
};
