import { workspaceSymbols as symbolsIn } from '../../language/navigation/workspaceSymbols.ts';
import { symbolNumbers } from '../connection/protocolNumbers.ts';
import { symbolKinds } from '../convert.ts';
import type { Feature } from '../session.ts';

const kinds = { ...symbolKinds, loop: symbolNumbers.Module } as const;

export const workspaceSymbols: Feature = {
  capabilities: { workspaceSymbolProvider: true },
  register(session) {
    session.connection.onRequest('workspace/symbol', async ({ query }) => {
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
