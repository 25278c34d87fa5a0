import { type CommandId, commandTable } from './commandTable.ts';
import { keybindings } from './keybindings.ts';
import { loopLanguage } from './loopLanguage.ts';
import { diffTitle, inDiffs, remarkMenus } from './reviewMenus.ts';
import { semanticScopes } from './semanticScopes.ts';
import { settingTable } from './settings.ts';
import { contributedTools } from './tools/contributedTools.ts';
import { navigation, viewRows, viewTitle } from './viewMenus.ts';
import { viewsWelcome } from './viewsWelcome.ts';
import { type ViewId, viewTable } from './viewTable.ts';
import { walkthroughs } from './walkthrough/walkthrough.ts';

/**
 * `contributes` of package.json as plain data, made from the tables that the run time uses too. `npm run generate`
 * writes it; `npm run check` fails when it is stale. It imports nothing of VS Code.
 */

const category = 'Loopwright';

const loopEditor = `resourceLangId == ${loopLanguage}`;

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

export const contributes = {
  commands: (Object.keys(commandTable) as CommandId[]).map(commandRow),
  viewsContainers: { activitybar: [{ id: 'loopwright', title: 'Loopwright', icon: 'media/loop.svg' }] },
  views: { loopwright: Object.entries(viewTable).map(viewRow) },
  viewsWelcome,
  menus: {
    commandPalette: palette,
    'view/title': viewTitle,
    'view/item/context': viewRows,
    'editor/title': [
      { command: 'loopwright.run', when: `${loopEditor} && isWorkspaceTrusted`, group: navigation(1) },
      { command: 'loopwright.validate', when: loopEditor, group: '1_run@2' },
      { command: 'loopwright.dryRun', when: loopEditor, group: '1_run@3' },
      ...diffTitle,
    ],
    'editor/context': inDiffs,
    ...remarkMenus,
  },
  configuration: { title: 'Loopwright', properties: settingTable },
  keybindings,
  walkthroughs,
  languageModelTools: contributedTools,
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
