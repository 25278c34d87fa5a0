import { SymbolKind } from 'vscode-languageserver/node';
import { workspaceSymbols as symbolsIn } from '../../language/navigation/workspaceSymbols.ts';
import { symbolKinds } from '../convert.ts';
import type { Feature } from '../session.ts';

const kinds = { ...symbolKinds, loop: SymbolKind.Module } as const;

export const workspaceSymbols: Feature = {
  capabilities: { workspaceSymbolProvider: true },
  register(session) {
    session.connection.onWorkspaceSymbol(async ({ query }) => {
      const repositories = await session.repositories();
      return repositories.flatMap(({ index, uriOf }) =>
        symbolsIn(index, query).map(({ name, kind, file, range, loop }) => ({
          name,
          kind: kinds[kind],
          location: { uri: uriOf(file), range },
          ...(loop === undefined ? {} : { containerName: loop }),
        })),
      );
    });
  },
};
