import { globFault } from '../globFault.ts';
import { type Fixer, replace } from './fix.ts';

const quoted = /^(["'])(.*)\1$/s;

/** The glob that was meant: from the top, with forward slashes, and all that is in a folder. */
export const relativeGlob: Fixer<'LW341'> = (broken) => {
  const { glob } = broken.problem.data;
  const meant = glob
    .trim()
    .replaceAll('\\', '/')
    .replace(/^(?:\.?\/)+/, '')
    .replace(/\/$/, '/**');
  const quotes = quoted.exec(broken.written)?.[1] ?? (/^[\w.][\w./*-]*$/.test(meant) ? '' : '"');
  const isRight = meant !== glob && meant !== '' && !meant.startsWith('!') && globFault(meant) === undefined;
  return isRight ? replace(broken, `${quotes}${meant}${quotes}`, `Change to ${meant}`) : [];
};
