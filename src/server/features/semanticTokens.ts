import { type SemanticTokens, SemanticTokensBuilder } from 'vscode-languageserver/node';
import { type SemanticToken, semanticTokens } from '../../language/structure/semanticTokens.ts';
import { tokenModifiers, tokenTypes } from '../../language/structure/tokenMeaning.ts';
import type { Feature } from '../session.ts';

export const semanticWords: Feature = {
  capabilities: {
    semanticTokensProvider: {
      legend: { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] },
      full: true,
      range: true,
    },
  },
  register(session) {
    const { semanticTokens: requests } = session.connection.languages;
    requests.on(({ textDocument }, token) => {
      const document = session.document(textDocument.uri, token);
      return encoded(document ? semanticTokens(document.getText()) : []);
    });
    requests.onRange(({ textDocument, range }, token) => {
      const document = session.document(textDocument.uri, token);
      const tokens = document ? semanticTokens(document.getText()) : [];
      return encoded(tokens.filter(({ line }) => line >= range.start.line && line <= range.end.line));
    });
  },
};

function encoded(tokens: readonly SemanticToken[]): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  for (const { line, character, length, type, modifiers } of tokens) {
    const bits = modifiers.reduce((set, modifier) => set | (1 << tokenModifiers.indexOf(modifier)), 0);
    builder.push(line, character, length, tokenTypes.indexOf(type), bits);
  }
  return builder.build();
}
