import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../../scripts/paths.mjs';
import { loopTools } from '../../../src/client/tools/all.ts';
import { type CommandId, commandTable } from '../../../src/extension/commandTable.ts';
import { contributes } from '../../../src/extension/contributes.ts';
import { viewTable } from '../../../src/extension/viewTable.ts';

const folder = join(root, 'src', 'extension');
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file: file.replaceAll('\\', '/'), text: readFileSync(join(folder, file), 'utf8') }));
const ids = Object.keys(commandTable) as CommandId[];

/** Context keys of VS Code that we ask for (code.visualstudio.com/api/references/when-clause-contexts). */
const keysOfVsCode = new Set([
  'isWorkspaceTrusted',
  'workspaceFolderCount',
  'resourceLangId',
  'editorLangId',
  'view',
  'viewItem',
  'listMultiSelection',
  'listDoubleSelection',
  'activeWebviewPanelId',
  'editorTextFocus',
  'resourceScheme',
  'comment',
  'commentController',
  'commentThread',
  'commentThreadIsEmpty',
  'config',
]);

/** Every when-clause of the manifest, and where it stands. */
function clauses(value: unknown, place = 'contributes'): { place: string; clause: string }[] {
  if (Array.isArray(value)) return value.flatMap((one, index) => clauses(one, `${place}[${index}]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => {
    if (typeof one !== 'string') return clauses(one, `${place}.${key}`);
    return key === 'when' || key === 'enablement' ? [{ place: `${place}.${key}`, clause: one }] : [];
  });
}

/** The keys that a when-clause asks for: what is no operator, no text, no pattern and nothing that a key is compared to. */
function keysIn(clause: string): string[] {
  const bare = clause
    .replace(/=~\s*\/(?:\\.|[^/\\])*\/[a-z]*/g, ' ')
    .replace(/(==|!=|>=|<=|>|<|\bin\b)\s*('[^']*'|[\w.:+-]+)/g, ' ')
    .replace(/'[^']*'/g, ' ');
  return bare.match(/[A-Za-z][\w.:-]*/g)?.filter((word) => !['true', 'false', 'not', 'in'].includes(word)) ?? [];
}

/** Keys that the run time sets: named in a call of `setContext`, or given to it out of a table of its own. */
const isSet = (key: string): boolean =>
  sources.some(({ file, text }) => file !== 'viewTable.ts' && /setContext/.test(text) && text.includes(`'${key}'`)) ||
  sources.some(({ file, text }) => /walkthrough\/journey/.test(file) && text.includes(`'${key}'`));

describe('what package.json contributes', () => {
  it('is reached, each command of it: by the palette, a menu, a key, a link or the code', () => {
    const { commandPalette, ...menus } = contributes.menus;
    const inPalette = new Set<string>(
      commandPalette.filter(({ when }) => when !== 'false').map(({ command }) => command),
    );
    const elsewhere = JSON.stringify([
      menus,
      contributes.keybindings,
      contributes.viewsWelcome,
      contributes.walkthroughs,
    ]);
    const tables = new Set(['commandTable.ts', 'contributes.ts']);
    const isUsed = (id: string) =>
      sources.some(({ file, text }) => !tables.has(file) && text.split(`'${id}'`).length > 2) ||
      sources.filter(({ file, text }) => !tables.has(file) && text.includes(`'${id}'`)).length > 1;
    for (const id of ids) {
      const isReached = inPalette.has(id) || elsewhere.includes(`"${id}"`) || elsewhere.includes(`command:${id})`);
      expect(isReached || isUsed(id), id).toBe(true);
    }
  });

  it('names no command in a menu, key or link that there is not', () => {
    const text = JSON.stringify({ ...contributes, commands: [] });
    const named = [...text.matchAll(/(?:"command":"|command:|onCommand:)(loopwright\.[\w.]+)/g)].map(
      ([, id]) => id ?? '',
    );
    expect(named.length).toBeGreaterThan(ids.length);
    // VS Code makes a command for each view, which shows it.
    const known = new Set<string>([...ids, ...Object.keys(viewTable).map((view) => `${view}.focus`)]);
    expect([...new Set(named)].filter((id) => !known.has(id))).toEqual([]);
  });

  it('puts every command under one category, with a title and an icon', () => {
    for (const { category, title, command } of contributes.commands) {
      expect(category, command).toBe('Loopwright');
      expect(title.startsWith('Loopwright'), command).toBe(false);
    }
  });

  it('asks in its when-clauses for keys that VS Code or we set, and for no other', () => {
    const all = [...clauses(contributes), ...Object.values(viewTable).flatMap((row) => clauses(row))];
    expect(all.length).toBeGreaterThan(50);
    for (const { place, clause } of all) {
      for (const key of keysIn(clause)) {
        const isKnown = keysOfVsCode.has(key.split('.')[0] ?? '') || (key.startsWith('loopwright.') && isSet(key));
        expect(isKnown, `${place} asks for ${key}`).toBe(true);
      }
    }
    expect(
      keysIn("view == loopwright.runs && viewItem =~ /^(run|item)\\b/ && loopwright.deliverAs == 'merge'"),
    ).toEqual(['view', 'viewItem', 'loopwright.deliverAs']);
  });

  it('asks in when-clauses only for views that there are', () => {
    for (const { clause } of clauses(contributes)) {
      for (const [, view] of clause.matchAll(/\bview == ([\w.]+)/g)) expect(Object.keys(viewTable)).toContain(view);
    }
  });

  it('takes no key from anybody: a chord, another one on macOS, and only where a loop is', () => {
    const keys = contributes.keybindings.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { key, mac, when } of contributes.keybindings) {
      expect(key).toMatch(/^ctrl\+alt\+l [a-z]$/);
      expect(mac).toMatch(/^ctrl\+cmd\+l [a-z]$/);
      expect(when).toContain('loopwright.hasLoops');
    }
  });
});

describe('the walkthrough', () => {
  const [walkthrough] = contributes.walkthroughs;

  it('has a page for each step that is packed, and ends each by something that happens', () => {
    expect(walkthrough?.steps.map(({ id }) => id)).toEqual([
      'pick',
      'read',
      'dryRun',
      'run',
      'watch',
      'answer',
      'land',
    ]);
    for (const { media, completionEvents } of walkthrough?.steps ?? []) {
      expect(existsSync(join(root, media.markdown)), media.markdown).toBe(true);
      expect(completionEvents.length).toBeGreaterThan(0);
      for (const event of completionEvents) {
        const [kind, about = ''] = event.split(':');
        if (kind === 'onCommand') expect(ids).toContain(about);
        else {
          expect(kind).toBe('onContext');
          for (const key of keysIn(about)) expect(key === 'editorLangId' || isSet(key), event).toBe(true);
        }
      }
    }
  });
});

describe('the tools for assistants', () => {
  it('are those of the MCP server, and can be named in a prompt', () => {
    const { languageModelTools } = contributes;
    expect(languageModelTools.map(({ name }) => name)).toEqual(loopTools.map(({ name }) => `loopwright_${name}`));
    expect(new Set(languageModelTools.map(({ toolReferenceName }) => toolReferenceName)).size).toBe(3);
    for (const { inputSchema, modelDescription, userDescription, canBeReferencedInPrompt } of languageModelTools) {
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(modelDescription.length).toBeGreaterThan(100);
      expect(userDescription).not.toBe('');
      expect(canBeReferencedInPrompt).toBe(true);
    }
  });
});
