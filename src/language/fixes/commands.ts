import { type Change, type Fixer, fix, type Site } from './fix.ts';

/** Takes a part out of a command as it is written, with the spaces before it. */
function without({ written, at }: Site, part: string): Change | undefined {
  const found = written.lastIndexOf(part);
  if (found < 0) return undefined;
  const before = written.slice(0, found);
  const spaces = before.length - before.replace(/[ \t]+$/, '').length;
  const start = at.start + found - spaces;
  return { start, end: at.start + found + part.length, newText: '' };
}

/** Lets a check fail: what comes after `||` saved it. */
export const letFail: Fixer<'LW304'> = (broken) => {
  const { because } = broken.problem.data;
  return because.startsWith('||') ? fix(broken, `Delete ${because}`, [without(broken, because)]) : [];
};

/** Lets a check end. */
export const letEnd: Fixer<'LW319'> = (broken) => {
  const { because } = broken.problem.data;
  return because.startsWith('--') ? fix(broken, `Delete ${because}`, [without(broken, because)]) : [];
};
