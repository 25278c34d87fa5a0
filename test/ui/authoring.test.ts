import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Workbench } from '../support/workbench.ts';
import type { ExampleFolder } from './exampleFolder.ts';
import { editorSettings, LoopEditor } from './loopEditor.ts';
import type { LoopwrightPage } from './loopwrightPage.ts';
import { withExample } from './scene.ts';

const skill = `---
name: tdd
description: A failing test first, then the code that makes it pass.
---

# Test first
`;

const started = `name: mend-bookings
on: manual
roles:
  maker:
    agent: claude
    prompt: Fix what makes a test fail, see issue #12. Do not edit test files.
checks:
  tests: npm test
goal: checks.tests.passed
budget: { max-iterations: 5, max-cost-usd: 2 }
gates:
  understand: { before: merge, comprehension: { questions: 1, pass: 1 } }
`;
const quoted = started.replace(/prompt: (.*)/, 'prompt: "$1"');
const withSkill = quoted.replace('agent: claude\n', 'agent: claude\n    skills:\n      - tdd\n');
const stable = withSkill.replace('tests.passed', 'tests.passed && checks.tests.flaky == false');
const renamed = stable.replace('  tests:', '  unit_tests:').replaceAll('checks.tests', 'checks.unit_tests');

describe('a loop, from an empty file to its dry run', () => {
  let example: ExampleFolder;
  let workbench: Workbench;
  let ui: LoopwrightPage;
  let editor: LoopEditor;

  const holds = (text: string) => expect.poll(() => editor.text()).toBe(text);
  const squiggle = () => workbench.page.locator('.editor-instance .squiggly-error');
  const view = () => ui.prompt;
  /** What the editor shows, what it only hints at included. */
  const shown = async () =>
    (await workbench.page.locator('.editor-instance .view-lines').first().innerText()).replaceAll('\u00a0', ' ');

  withExample(
    {
      settings: editorSettings,
      prepare: async ({ path }) => {
        const files = {
          '.loops/mend-bookings.loop.yaml': '',
          '.loops/tidy-nightly.loop.yaml': '',
          '.claude/skills/tdd/SKILL.md': skill,
        };
        for (const [name, text] of Object.entries(files)) {
          const file = join(path, ...name.split('/'));
          await mkdir(dirname(file), { recursive: true });
          await writeFile(file, text);
        }
      },
    },
    (scene) => {
      ({ example, workbench, ui } = scene);
      editor = new LoopEditor(workbench, join(example.path, '.loops', 'mend-bookings.loop.yaml'));
    },
  );

  it('is offered whole in an empty file, and named as the file', async () => {
    await editor.open();
    // Until the language server is there, VS Code has nothing but the snippets to suggest.
    // An empty file has no error, but a hint that offers a whole loop.
    await workbench.page.locator('.editor-instance .squiggly-hint').first().waitFor({ state: 'attached' });
    expect(await squiggle().count()).toBe(0);
    await editor.suggest();
    expect((await editor.suggested()).slice(0, 5)).toEqual([
      'loop',
      'loop without a model',
      'loop on a schedule, with items',
      'loop that only reports',
      'name',
    ]);
    await editor.picture('first-suggestions', { width: 900, height: 420 });
    await editor.take('loop');
  });

  it('is filled in, place by place', async () => {
    await editor.suggestions.getByText('claude').first().waitFor({ state: 'visible' });
    expect(await editor.suggested()).toEqual(['claude', 'codex', 'auto']);
    // A choice that is made goes on to the next place by itself.
    await editor.take('claude');
    await editor.write('Fix what makes a test fail, see issue #12. Do not edit test files.');
    for (const _ of ['the check', 'its passes', 'its cost', 'the end']) await editor.nextPlace();
    await holds(started);
  });

  it('meets a problem that says what is wrong and links to its page', async () => {
    await squiggle().first().waitFor({ state: 'visible' });
    await editor.goBehind('Fix what');
    const hover = await editor.hover();
    await expect.poll(() => hover.innerText()).toMatch(/is a comment to YAML, and is lost/);
    const link = hover.locator('a', { hasText: 'LW104' });
    expect(await link.getAttribute('href')).toMatch(/LW104\.md$/);
    await editor.picture('first-problem', { width: 900, height: 420 });
    await workbench.page.keyboard.press('Escape');
  });

  it('loses the problem by its quick fix', async () => {
    await editor.fix(/quote/i);
    await holds(quoted);
    await squiggle().first().waitFor({ state: 'hidden' });
  });

  it('is given a skill, by names that there are', async () => {
    await editor.goBehind('agent: claude');
    await workbench.page.keyboard.press('Enter');
    await editor.write('sk');
    await editor.take('skills');
    await editor.take('tdd');
    await holds(withSkill);
  });

  it('completes an expression from the checks of the loop', async () => {
    await editor.goBehind('goal: checks.tests.passed');
    await editor.write(' && ');
    await editor.take('checks');
    await editor.write('.');
    await editor.take('tests');
    await editor.write('.');
    await editor.take('flaky');
    await editor.write(' == ');
    await editor.take('false');
    await holds(stable);
  });

  it('has a check renamed, and every use follows', async () => {
    await editor.goBehind('  test');
    await editor.rename('unit_tests', () => editor.picture('first-rename', { width: 900, height: 420 }));
    await holds(renamed);
    expect(await squiggle().count()).toBe(0);
  });

  it('opens a skill from its name', async () => {
    await editor.goBehind('- td');
    await workbench.page.keyboard.press('F12');
    await workbench.page.locator('.tab.active', { hasText: 'SKILL.md' }).waitFor({ state: 'visible' });
    await expect.poll(shown).toContain('# Test first');
  });

  it('says beside a schedule when it is due, and beside a limit what all items may cost', async () => {
    const other = new LoopEditor(workbench, join(example.path, '.loops', 'tidy-nightly.loop.yaml'));
    await other.open();
    await other.take('loop on a schedule, with items');
    await workbench.page.keyboard.press('Escape');
    await workbench.page.mouse.move(700, 890);
    await expect.poll(shown).toMatch(/At 06:00, Monday through Friday; next \w+ [^…\n]*\d\d:\d\d/);
    await expect.poll(shown).toContain('× 3 items: at most $9');
    await other.picture('first-hints', { width: 1000, height: 500 });
    await workbench.page.locator('.tab', { hasText: 'mend-bookings.loop.yaml' }).click();
  });

  it('is dry-run from the line above it, with what was written', async () => {
    await ui.lens('Dry Run').click();
    await workbench.page.locator('.tab', { hasText: 'Dry run: mend-bookings' }).waitFor({ state: 'visible' });
    await view().locator('[id="station-maker"]').click();
    await expect.poll(() => view().locator('.stage .title').allInnerTexts()).toContain('Maker');
    await expect.poll(() => view().locator('.facts').innerText()).toMatch(/see issue #12\. Do not edit test files\./);
    await expect.poll(() => view().locator('.facts').innerText()).toContain('tdd');
    expect(await view().locator('.stage .frame').count()).toBe(1);
    await ui.picture('first-dry-run');
  });
});
