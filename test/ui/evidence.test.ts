import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { seriousFindings } from '../support/axe.ts';
import type { Workbench } from '../support/workbench.ts';
import type { ExampleFolder } from './exampleFolder.ts';
import type { LoopwrightPage } from './loopwrightPage.ts';
import { addPriceLoop } from './priceLoop.ts';
import { withExample } from './scene.ts';

describe('the evidence page', () => {
  let example: ExampleFolder;
  let workbench: Workbench;
  let ui: LoopwrightPage;

  const page = (): FrameLocator => ui.prompt;
  const part = (id: string) => page().locator(`#${id}`);
  const button = (name: string) => page().getByRole('button', { name });

  withExample(
    {
      prepare: addPriceLoop,
      settings: { 'workbench.colorTheme': 'Dark 2026', 'editor.minimap.enabled': false },
    },
    (scene) => {
      ({ example, workbench, ui } = scene);
    },
  );

  it('opens from the review of a change, and says why it cannot land yet', async () => {
    await ui.row('Loops', 'mend-prices').click();
    await ui.runUntilItWaits();
    await ui.openReview(() => ui.lens('Waiting for you: Review').click());
    await (await ui.title('Change', 'Open Evidence')).click();
    await workbench.page.locator('.tab').filter({ hasText: 'Evidence · mend-prices' }).waitFor({ state: 'visible' });
    await page().locator('.gate', { hasText: 'Landing is closed' }).waitFor({ state: 'visible' });
    await button('Answer the Prompt').waitFor({ state: 'visible' });
    await page()
      .locator('.closed', { hasText: /^Land: Answer one prompt/ })
      .waitFor({ state: 'visible' });
  });

  it('tells goal, checks and the proof in its four cells', async () => {
    await expect.poll(() => part('goal').innerText()).toContain('checks.tests.passed');
    expect(await part('goal').innerText()).toContain('Reached after iteration 3');
    expect(await part('identity').innerText()).toMatch(/2 files, 9 lines added, 1 removed/);
    expect(await part('checks').locator('table').innerText()).toMatch(/tests\s+passed/);
    expect(await part('proof').innerText()).toContain('tests: the proof holds');
    expect(await part('proof').innerText()).toContain('three of a thing cost three times as much');
    const cells = await part('proof').locator('td:not(:empty)').allInnerTexts();
    expect(cells.map((text) => text.replaceAll(/\s+/g, ' ').trim())).toEqual([
      'they pass they should pass',
      'they pass they should pass',
      'they fail they should fail',
      'they pass they should pass',
    ]);
    await ui.picture('evidence');
  });

  it('tells what became of defects and objections, what it cost, who did it and by which definition', async () => {
    expect(await part('defects').innerText()).toMatch(
      /high\s+prices\/price\.mjs:2\s+Less than nothing pays out\s+Raised in iteration 2, gone in iteration 3\. Its claim: reproduced\./,
    );
    expect(await part('verdicts').innerText()).toContain('Iteration 3: 8.5 of 10, passes it');
    expect(await part('objections').innerText()).toMatch(
      /Policy\s+prices\/LICENSE is protected and was added: remove it\.\s+Raised in iteration 1, gone in iteration 2\./,
    );
    expect(await part('performers').locator('table').innerText()).toMatch(/Checker\s+command\s+2\s+0/);
    expect(await part('spent').locator('table').innerText()).toMatch(
      /Maker\s+iteration 3\s+\S.*36\.9k tokens\s+\$0\.24/,
    );
    expect(await part('spent').innerText()).toContain('$0.53 of $2.00');
    await expect.poll(() => part('definition').innerText()).toContain('The checkout has the same.');
    await part('defects').locator('summary').click();
    await expect.poll(() => part('defects').locator('pre').innerText()).toContain('it pays out');
    await part('proof').evaluate((section) => section.scrollIntoView());
    await ui.picture('evidence-history');
  });

  it('keeps nobody out, in light, dark and high contrast', async () => {
    for (const theme of ['light', 'high-contrast', 'dark'] as const) {
      await ui.setTheme(theme);
      await page().locator('.gate').waitFor({ state: 'visible' });
      // The theme reaches the page a moment later.
      await workbench.page.waitForTimeout(1000);
      expect(await seriousFindings(page()), theme).toEqual([]);
    }
  });

  it('is walked by keyboard: its buttons, then what is folded', async () => {
    await button('Answer the Prompt').focus();
    const names: string[] = [];
    const focused = () =>
      page()
        .locator('body')
        .evaluate((body) => body.ownerDocument.activeElement?.textContent?.trim() ?? '');
    for (let step = 0; step < 8; step++) {
      names.push(await focused());
      await workbench.page.keyboard.press('Tab');
    }
    expect(names[0]).toBe('Answer the Prompt');
    expect(names).toContain('Reject…');
    expect(names.some((name) => name.startsWith('tests: exit code 0'))).toBe(true);
    expect(names).not.toContain('Land');
  });

  it('comes back after a reload of the window, and says that the loop file is another by now', async () => {
    await appendFile(join(example.path, '.loops', 'mend-prices.loop.yaml'), '\n# a later thought\n');
    await part('definition').scrollIntoViewIfNeeded();
    await workbench.runCommand('Developer: Reload Window');
    await page().locator('#definition', { hasText: 'is another one by now' }).waitFor({ state: 'visible' });
    const painted = await page()
      .locator('body')
      .evaluate(() => performance.getEntriesByName('loopwright-first-paint').length);
    expect(painted).toBe(1);
    // Nobody has the review open any more: what lands is what stands before a person.
    await page().locator('.closed', { hasText: 'Open the review first' }).waitFor({ state: 'visible' });
    await button('Open Review').waitFor({ state: 'visible' });
  });

  it('follows the decision: rejected, nothing is left to decide', async () => {
    await button('Reject…').click();
    await ui.write(/Why\? The run keeps the reason/, 'It hides the cause.');
    await page().locator('.gate', { hasText: 'It hides the cause.' }).waitFor({ state: 'visible' });
    await page().locator('.head .state', { hasText: 'rejected' }).waitFor({ state: 'visible' });
    await expect.poll(async () => (await example.newestRun()).status).toBe('rejected');
    await page()
      .locator('.closed', { hasText: /Land, .*Reject: / })
      .waitFor({ state: 'visible' });
  });
});
