import type { SemanticTokens } from 'vscode-languageserver/node';
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
    session.connection.onRequest('textDocument/semanticTokens/full', ({ textDocument }, token) => {
      const document = session.document(textDocument.uri, token);
      return encoded(document ? semanticTokens(document.getText()) : []);
    });
    session.connection.onRequest('textDocument/semanticTokens/range', ({ textDocument, range }, token) => {
      const document = session.document(textDocument.uri, token);
      const tokens = document ? semanticTokens(document.getText()) : [];
      return encoded(tokens.filter(({ line }) => line >= range.start.line && line <= range.end.line));
    });
  },
};

/** Five numbers a token, its place told from the token before (Language Server Protocol 3.17, "Semantic Tokens"). */
function encoded(tokens: readonly SemanticToken[]): SemanticTokens {
  let last = { line: 0, character: 0 };
  const data = tokens.flatMap(({ line, character, length, type, modifiers }) => {
    const bits = modifiers.reduce((set, modifier) => set | (1 << tokenModifiers.indexOf(modifier)), 0);
    const after = character - (line === last.line ? last.character : 0);
    const numbers = [line - last.line, after, length, tokenTypes.indexOf(type), bits];
    last = { line, character };
    return numbers;
  });
  return { data };
}
