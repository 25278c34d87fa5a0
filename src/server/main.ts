import { ClientFolders } from './clientFolders.ts';
import { Connection } from './connection/connection.ts';
import { Ending } from './connection/ending.ts';
import { OpenDocuments } from './connection/openDocuments.ts';
import { incremental } from './connection/protocolNumbers.ts';
import { transportOf } from './connection/transport.ts';
import { toDiagnostic } from './convert.ts';
import { features } from './features/all.ts';
import type { Session } from './session.ts';
import { Validation } from './validation.ts';
import { readFolder, watchFiles } from './watchFiles.ts';
import { fileOf, topOf, Workspaces } from './workspaces.ts';

/**
 * The language server: `src/language` over the Language Server Protocol, on the transport that the arguments name
 * (`--stdio`, `--node-ipc`, `--socket=…`, `--pipe=…`).
 */
const connection = new Connection(transportOf(process.argv));
const ending = new Ending(process.argv);
const documents = new OpenDocuments(connection);
const folders = new ClientFolders(connection);
const loopsListeners: ((top: string) => void)[] = [];
const workspaces = new Workspaces({
  read: readFolder,
  documents: () => documents.all(),
  changed: (top) => {
    for (const document of documents.all()) if (topOf(document.uri) === top) validation.again(document);
  },
  loopsChanged: (top) => {
    for (const listener of loopsListeners) listener(top);
  },
});
const validation = new Validation(
  (uri, version, problems) => {
    const diagnostics = problems.map(toDiagnostic);
    connection.sendNotification('textDocument/publishDiagnostics', { uri, version, diagnostics });
  },
  (uri) => workspaces.indexOf(uri),
);

const session: Session = {
  connection,
  document: (uri, token) => (token.isCancellationRequested ? undefined : documents.get(uri)),
  documents: () => documents.all(),
  problemsOf: (document) => validation.problemsOf(document),
  indexOf: (uri) => workspaces.indexOf(uri),
  currentIndexOf: async (uri) => {
    const top = topOf(uri);
    return top === undefined ? undefined : workspaces.read(top);
  },
  repositories: async () => {
    const tops = [...(await folders.paths()), ...documents.all().map(({ uri }) => topOf(uri))];
    return workspaces.repositories(tops.filter((top) => top !== undefined));
  },
  uriOf: (document, path) => {
    const top = topOf(document);
    return top === undefined ? undefined : workspaces.uriOf(top, path);
  },
  pathOf: fileOf,
  onLoopsChanged: (listener) => void loopsListeners.push(listener),
  client: () => folders.capabilities,
};

connection.onRequest('initialize', (params) => {
  folders.initialize(params);
  if (params.processId !== null) ending.watch(params.processId);
  return {
    serverInfo: { name: 'loopwright' },
    capabilities: Object.assign(
      { textDocumentSync: { openClose: true, change: incremental, save: true } },
      ...features.flatMap(({ capabilities, capabilitiesFor }) => [capabilities, capabilitiesFor?.(params) ?? {}]),
    ),
  };
});
connection.onNotification('initialized', () => {
  watchFiles(connection, folders.capabilities, documents, workspaces);
});

documents.on({
  changed: (document) => {
    validation.changed(document);
    workspaces.documentChanged(document.uri);
  },
  closed: ({ uri }) => {
    validation.closed(uri);
    workspaces.documentChanged(uri);
    void folders.paths().then((kept) => workspaces.forgetUnused(kept));
  },
});
connection.onNotification('workspace/didChangeWatchedFiles', ({ changes }) => {
  workspaces.filesChanged(changes.map(({ uri }) => uri));
});
for (const feature of features) feature.register(session);
ending.follow(connection, () => {
  validation.dispose();
  workspaces.dispose();
});
