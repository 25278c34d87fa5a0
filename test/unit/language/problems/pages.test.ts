import { describe, expect, it } from 'vitest';
import { pageTexts } from '../../../../src/language/pages/pageTexts.ts';
import { bodyOf, problemCodes, problemPage, problemsReadme } from '../../../../src/language/problemPages.ts';
import { problemTexts } from '../../../../src/language/problemText.ts';

describe('the page of a problem', () => {
  it.each(problemCodes)('%s shows its message, its example and its cure', (code) => {
    const page = problemPage(code, '');
    const { severity } = problemTexts[code];
    const { title, bad, good } = pageTexts[code];
    expect(page).toContain(`# ${code}: ${title}\n\n*${severity}*. `);
    expect(page).toMatch(/\n> \S.*[.?]\n/);
    for (const yaml of [bad, good]) if (yaml !== undefined) expect(page).toContain(yaml.trimEnd());
    expect(page).not.toMatch(/undefined|\[object/);
  });

  it('keeps what is written by hand, and nothing else', () => {
    const written = problemPage('LW303', '').replace('\n\n<!-- End', '\nA check may be\n\nfor the reader.\n<!-- End');
    expect(bodyOf(written)).toBe('A check may be\n\nfor the reader.');
    expect(problemPage('LW303', written.replace('# LW303', '# Another'))).toBe(written);
    expect(bodyOf(problemPage('LW303', ''))).toBe('');
    expect(bodyOf('')).toBe('');
  });

  it('is in the list', () => {
    const list = problemsReadme('');
    for (const code of problemCodes)
      expect(list).toContain(`| [${code}](${code}.md) | ${problemTexts[code].severity} |`);
  });
});
