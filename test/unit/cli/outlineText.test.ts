import { expect, it } from 'vitest';
import { outlineText } from '../../../src/cli/text/outlineText.ts';
import { paint } from '../../../src/cli/text/paint.ts';
import type { OutlineFile, Unit } from '../../../src/model/reviewOutline.ts';
import { base, file, head, tree } from './journal.ts';

const unit = (name: string, lines: number, reason: string): Unit => ({
  id: `a#${name}`,
  name,
  kind: name === '' ? 'rest' : 'function',
  digest: '0',
  lines,
  risk: lines,
  reasons: [reason],
  pieces: [],
});

const outlined = (path: string, more: Partial<OutlineFile>): OutlineFile => ({
  file: file(path, 1, 1),
  lines: 2,
  risk: 1,
  reasons: ['code', '2 lines'],
  units: [unit('', 2, 'code')],
  ...more,
});

it('tells files and units with their reasons, and of folded ones why they are', () => {
  const files = [
    outlined('src/a.ts', { units: [unit('A.read\u001b[2J', 1, 'a condition changed'), unit('', 1, '1 line')] }),
    outlined('src/plain.ts', {}),
    outlined('src/new.ts', { folded: 'moved', movedFrom: 'src/old.ts' }),
    outlined('package-lock.json', { folded: 'lockfile' }),
  ];
  expect(outlineText({ base, head, tree, files, lines: 4 }, paint(false))).toEqual([
    '  1. src/a.ts  +1 −1  (code; 2 lines)',
    '       A.read\\u{1b}[2J  1 line  (a condition changed)',
    '       the rest of the file  1 line  (1 line)',
    '  2. src/plain.ts  +1 −1  (code; 2 lines)',
    '  3. src/new.ts from src/old.ts  +1 −1  (only moved)',
    '  4. package-lock.json  +1 −1  (a lockfile)',
    '  4 lines to read',
  ]);
});
