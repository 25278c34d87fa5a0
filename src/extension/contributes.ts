import { type CommandId, commandTable } from './commandTable.ts';
import { semanticScopes } from './semanticScopes.ts';
import { rowContext, type ViewId, viewTable, whenRow } from './viewTable.ts';

/**
 * `contributes` of package.json as plain data, made from the tables that the run time uses too. `npm run generate`
 * writes it; `npm run check` fails when it is stale. It imports nothing of VS Code.
 */

const category = 'Loopwright';
/** The language of `*.loop.yaml`. */
export const loopLanguage = 'loop-yaml';

const loopEditor = `resourceLangId == ${loopLanguage}`;

interface MenuEntry {
  readonly command: CommandId;
  readonly when: string;
  readonly group: string;
}

const inline = (order: number): string => `inline@${order}`;
const navigation = (order: number): string => `navigation@${order}`;
const inView = (view: ViewId): string => `view == ${view}`;

const row = (command: CommandId, when: string, order: number): readonly MenuEntry[] => [
  { command, when, group: inline(order) },
  { command, when, group: `1_actions@${order}` },
];

/** One button at a time, which says what it does. */
const deliverCommands = {
  merge: 'loopwright.land',
  branch: 'loopwright.deliverBranch',
  patch: 'loopwright.deliverPatch',
  'pull-request': 'loopwright.deliverPullRequest',
} as const;

const deliverTitles: readonly MenuEntry[] = Object.entries(deliverCommands).map(([as, command]) => ({
  command,
  when: `${inView('loopwright.change')} && loopwright.deliverAs == '${as}'`,
  group: navigation(2),
}));

const viewTitle: readonly MenuEntry[] = [
  { command: 'loopwright.createLoop', when: inView('loopwright.loops'), group: navigation(1) },
  { command: 'loopwright.newFromRecipe', when: inView('loopwright.loops'), group: navigation(2) },
  { command: 'loopwright.refresh', when: inView('loopwright.loops'), group: '2_runner@1' },
  { command: 'loopwright.restartRunner', when: inView('loopwright.runs'), group: '2_runner@2' },
  { command: 'loopwright.refresh', when: inView('loopwright.runs'), group: navigation(1) },
  { command: 'loopwright.clean', when: inView('loopwright.runs'), group: '1_actions@1' },
  { command: 'loopwright.answerPrompt', when: inView('loopwright.change'), group: navigation(1) },
  ...deliverTitles,
  { command: 'loopwright.reject', when: inView('loopwright.change'), group: navigation(3) },
  { command: 'loopwright.openAllChanges', when: inView('loopwright.change'), group: navigation(4) },
  { command: 'loopwright.closeReview', when: inView('loopwright.change'), group: '9_close@1' },
];

const runs: ViewId = 'loopwright.runs';
const waiting = ['run', 'item'] as const;

const viewRows: readonly MenuEntry[] = [
  ...row('loopwright.run', `${whenRow('loopwright.loops', ['loop'])} && isWorkspaceTrusted`, 1),
  { command: 'loopwright.validate', when: whenRow('loopwright.loops', ['loop']), group: '1_actions@2' },
  { command: 'loopwright.openLoop', when: whenRow('loopwright.loops', ['loop']), group: '1_actions@3' },
  { command: 'loopwright.dryRun', when: whenRow('loopwright.loops', ['loop']), group: '1_actions@6' },
  ...row('loopwright.enable', whenRow('loopwright.loops', ['loop'], ['enable']), 4),
  ...row('loopwright.disable', whenRow('loopwright.loops', ['loop'], ['disable']), 5),
  ...row('loopwright.approve', whenRow(runs, waiting, ['approve']), 1),
  ...row('loopwright.continue', whenRow(runs, waiting, ['continue']), 1),
  ...row('loopwright.openReview', whenRow(runs, waiting, ['review']), 2),
  { command: 'loopwright.reject', when: whenRow(runs, waiting, ['approve', 'continue']), group: inline(3) },
  { command: 'loopwright.reject', when: whenRow(runs, waiting, ['reject']), group: '1_actions@3' },
  // A run that waits has a better first button than Stop.
  {
    command: 'loopwright.stop',
    when: `view == ${runs} && viewItem == ${rowContext('run', ['stop'])}`,
    group: inline(4),
  },
  { command: 'loopwright.stop', when: whenRow(runs, ['run'], ['stop']), group: '1_actions@4' },
  { command: 'loopwright.openLoop', when: whenRow(runs, ['run']), group: '2_open@1' },
  { command: 'loopwright.clean', when: whenRow(runs, ['run'], ['clean']), group: '3_clean@1' },
  ...row('loopwright.showOutput', whenRow(runs, ['step'], ['output']), 1),
  { command: 'loopwright.showOutput', when: whenRow(runs, ['item']), group: '2_open@2' },
];

const palette = Object.entries(commandTable).map(([command, { palette: when }]) => ({
  command,
  when: when === false ? 'false' : when,
}));

function commandRow(id: CommandId) {
  const { palette: _palette, ...shown } = commandTable[id];
  return { command: id, category, ...shown };
}

const viewRow = ([id, { name, icon, ...rest }]: [string, (typeof viewTable)[ViewId]]) => ({
  id,
  name,
  icon,
  contextualTitle: category,
  ...rest,
});

/** What to do about each agent that is installed and not logged in. */
const logIn = {
  claude: 'claude auth login',
  codex: 'codex login',
  pi: 'pi, then /login',
  gemini: 'gemini, then /auth',
  opencode: 'opencode auth login',
} as const;

/**
 * Below the words of the empty view Loops: which agents there are, and what to do. Welcome views show links, and backticks
 * as they are.
 */
const agentsWelcome = [
  ...Object.entries(logIn).flatMap(([agent, how]) => [
    {
      when: `loopwright.agents =~ /${agent}:ready/`,
      contents: `${agent} is installed. Use it with "agent: ${agent}".`,
    },
    { when: `loopwright.agents =~ /${agent}:out/`, contents: `${agent} is installed and not logged in. Run: ${how}` },
  ]),
  {
    when: 'loopwright.agents =~ /vscode:ready/',
    contents: 'VS Code has a language model. A judge uses it with "agent: vscode".',
  },
  {
    when: 'loopwright.agents =~ /none/',
    contents: 'No coding agent was found; "agent: repair" needs none. "loopwright doctor" says how to install one.',
  },
].map(({ when, contents }) => ({
  view: 'loopwright.loops' as const,
  when: `workspaceFolderCount > 0 && ${when}`,
  contents,
}));

export const contributes = {
  commands: (Object.keys(commandTable) as CommandId[]).map(commandRow),
  viewsContainers: { activitybar: [{ id: 'loopwright', title: 'Loopwright', icon: 'media/loop.svg' }] },
  views: { loopwright: Object.entries(viewTable).map(viewRow) },
  viewsWelcome: [
    {
      view: 'loopwright.loops',
      when: 'workspaceFolderCount > 0',
      contents:
        'There is no loop here yet. A loop says who makes a change, what proves it, and who decides.\n[New from Recipe…](command:loopwright.newFromRecipe)\n[Create a Loop](command:loopwright.createLoop)',
    },
    ...agentsWelcome,
    {
      view: 'loopwright.loops',
      when: 'workspaceFolderCount == 0',
      contents: 'Loops belong to a git repository. Open its folder first.\n[Open Folder](command:vscode.openFolder)',
    },
    {
      view: 'loopwright.runs',
      when: 'isWorkspaceTrusted',
      contents: 'Nothing has run yet. Press Run above a loop file, or beside a loop in the view Loops.',
    },
    {
      view: 'loopwright.runs',
      when: '!isWorkspaceTrusted',
      contents:
        'This folder is in Restricted Mode. Loopwright shows its loops and runs nothing: a loop runs commands of this repository.\n[Manage Workspace Trust](command:workbench.trust.manage)',
    },
  ],
  menus: {
    commandPalette: palette,
    'view/title': viewTitle,
    'view/item/context': viewRows,
    'editor/title': [
      { command: 'loopwright.run', when: `${loopEditor} && isWorkspaceTrusted`, group: navigation(1) },
      { command: 'loopwright.validate', when: loopEditor, group: '1_run@2' },
      { command: 'loopwright.dryRun', when: loopEditor, group: '1_run@3' },
    ],
  },
  languages: [
    {
      id: loopLanguage,
      aliases: ['Loop (YAML)'],
      extensions: ['.loop.yaml'],
      configuration: './language-configuration.json',
      icon: { light: './media/loop-file-light.svg', dark: './media/loop-file-dark.svg' },
    },
  ],
  // Read by Red Hat's YAML extension, for whoever opens loop files as YAML.
  yamlValidation: [{ fileMatch: ['*.loop.yaml'], url: './schemas/loop.v1.json' }],
  grammars: [{ language: loopLanguage, scopeName: 'source.loop-yaml', path: './syntaxes/loop-yaml.tmLanguage.json' }],
  semanticTokenScopes: [{ language: loopLanguage, scopes: semanticScopes }],
  snippets: [{ language: loopLanguage, path: './snippets/loop-yaml.json' }],
  configurationDefaults: {
    [`[${loopLanguage}]`]: {
      'editor.insertSpaces': true,
      'editor.tabSize': 2,
      'editor.quickSuggestions': { other: true, comments: false, strings: true },
      // Usually 43, which cuts off when a schedule is due next.
      'editor.inlayHints.maximumLength': 100,
    },
  },
} as const;
