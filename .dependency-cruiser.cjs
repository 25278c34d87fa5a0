// The walls of design.md's folder table. `allowed` makes everything forbidden that no row here permits.

/**
 * One row a room: the rooms it may import, the npm packages it may import, whether it may import
 * Node's modules, `vscode`, and our package.json (for the version).
 * The cores (model, language, recipes, importing, dryRun, engine, review, comprehension, protocol, mutants, memory, reports, triggers, redaction) have `node: false`.
 */
const rooms = {
  model: { rooms: [], npm: ['zod'], node: false },
  language: {
    rooms: ['model'],
    npm: [
      'zod',
      'yaml',
      '@marcbachmann/cel-js',
      'croner',
      'cronstrue',
      'picomatch',
      'vscode-languageserver-textdocument',
    ],
    node: false,
  },
  engine: { rooms: ['model'], npm: ['zod', '@marcbachmann/cel-js', 'picomatch'], node: false },
  review: { rooms: ['model'], npm: ['zod', 'picomatch', 'diff'], node: false },
  parsing: { rooms: ['model', 'review', 'comprehension', 'mutants'], npm: ['@vscode/tree-sitter-wasm'], node: true },
  comprehension: { rooms: ['model', 'review', 'mutants'], npm: ['zod', 'ts-fsrs'], node: false },
  insights: { rooms: ['model', 'engine', 'review'], npm: [], node: false },
  protocol: { rooms: ['model'], npm: ['zod', 'vscode-jsonrpc'], node: false },
  mutants: { rooms: ['model'], npm: ['@babel/parser', '@babel/types'], node: false },
  memory: { rooms: ['model'], npm: ['zod', 'diff'], node: false },
  reports: { rooms: ['model'], npm: ['zod', 'saxes'], node: false },
  triggers: { rooms: ['model'], npm: ['zod', 'croner', 'picomatch'], node: false },
  recipes: { rooms: ['model', 'language'], npm: ['zod', 'yaml'], node: false },
  definitions: { rooms: ['model'], npm: ['zod', 'yaml', 'smol-toml'], node: false },
  importing: { rooms: ['model', 'language'], npm: ['zod', 'yaml'], node: false },
  dryRun: {
    rooms: ['model', 'language', 'triggers'],
    npm: ['zod', 'croner', 'cronstrue', 'picomatch', '@marcbachmann/cel-js'],
    node: false,
  },
  workspace: { rooms: ['model', 'language', 'definitions'], npm: ['yaml'], node: true },
  redaction: { rooms: [], npm: [], node: false },
  processes: { rooms: [], npm: [], node: true },
  sandbox: { rooms: ['model'], npm: ['zod'], node: true },
  journal: { rooms: ['model', 'engine', 'processes', 'redaction'], npm: ['zod'], node: true },
  git: { rooms: ['model'], npm: ['zod', 'simple-git', 'picomatch'], node: true },
  forge: { rooms: ['model', 'git'], npm: ['zod'], node: true },
  agents: {
    rooms: ['model', 'definitions', 'mutants', 'processes', 'redaction'],
    npm: ['zod', '@babel/parser', '@babel/types', 'picomatch', '@agentclientprotocol/sdk', 'smol-toml'],
    node: true,
  },
  steps: {
    rooms: ['model', 'definitions', 'engine', 'git', 'agents', 'forge', 'memory', 'reports', 'sandbox'],
    npm: ['zod', 'picomatch'],
    node: true,
  },
  server: {
    rooms: ['language', 'model', 'workspace', 'dryRun', 'triggers', 'client'],
    npm: ['vscode-languageserver', 'vscode-languageserver-textdocument'],
    node: true,
  },
  client: { rooms: ['model', 'protocol'], npm: ['zod', 'vscode-jsonrpc'], node: true, manifest: true },
  extension: {
    rooms: ['model', 'language', 'review', 'comprehension', 'protocol', 'client', 'recipes', 'dryRun'],
    npm: ['zod', 'vscode-languageclient', 'vscode-jsonrpc'],
    node: true,
    vscode: true,
  },
  runner: { rooms: 'all but extension', npm: 'any', node: true, manifest: true },
  cli: { rooms: 'all but extension', npm: 'any', node: true, manifest: true },
};

const escaped = (text) => text.replace(/[.@/+-]/g, '\\$&');
const anyOf = (names) => `(${names.map(escaped).join('|')})`;

function rowsOf([name, { rooms: targets, npm, node, vscode, manifest }]) {
  const from = { path: `^src/${name}/` };
  const reachable =
    targets === 'all but extension' ? Object.keys(rooms).filter((room) => room !== 'extension') : targets;
  const packages = npm === 'any' ? '[^/]' : `${anyOf(npm)}/`;
  return [
    { from, to: { path: `^src/${anyOf([name, ...reachable])}/` } },
    { from, to: { path: `^node_modules/${packages}`, pathNot: '^node_modules/@types/vscode/' } },
    ...(node ? [{ from, to: { dependencyTypes: ['core'] } }] : []),
    ...(manifest ? [{ from, to: { path: '^package\\.json$' } }] : []),
    ...(vscode ? [{ from, to: { path: '^(node_modules/@types/vscode/|vscode$)' } }] : []),
  ];
}

/** Browser code: its own files, the messages and the model. */
const media = [
  { from: { path: '^media/([^/]+)/' }, to: { path: '^media/($1|shared)/' } },
  { from: { path: '^media/' }, to: { path: '^src/(protocol|model)/' } },
  {
    from: { path: '^media/' },
    to: { path: `^node_modules/${anyOf(['zod', 'preact', '@vscode-elements', 'uplot'])}/` },
  },
];

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^vscode$' } },
    {
      name: 'no-dev-dependency-at-run-time',
      comment: 'what ships must be in `dependencies`; types alone may come from a dev dependency',
      severity: 'error',
      from: { path: '^(src|media)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '^node_modules/@types/vscode/' },
    },
  ],
  allowed: [...Object.entries(rooms).flatMap(rowsOf), ...media],
  allowedSeverity: 'error',
  options: {
    doNotFollow: { path: '^node_modules/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'types'] },
  },
};
