import type { ProblemCode } from '../problem.ts';
import { understandingLine } from '../problemText.ts';
import { placeAt } from '../reading.ts';
import { addBudget, addDailyCap, addIterations, deleteLimit, moveToItem } from './budgets.ts';
import { letEnd, letFail } from './commands.ts';
import { appended, deletion, deletionOfItem, deletionUp } from './entries.ts';
import { addToGoal, fittingType, nearName, needlessCondition } from './expressions.ts';
import { type Fixer, fix, type Known, rename, replace, type Site } from './fix.ts';
import { relativeGlob } from './globs.ts';
import { renameId } from './renameId.ts';
import { bothDays, fiveFields } from './schedules.ts';
import { startWithLoop } from './startWithLoop.ts';

/** Takes the entry out whose key the problem points at. */
const deleteKey = (site: Site) => fix(site, `Delete ${site.written}`, [deletion(site.reading, site.at.start)]);

const nearWord = (broken: Known<{ readonly near?: string }>) =>
  broken.problem.data.near === undefined ? [] : rename(broken, broken.problem.data.near);

const quoteIt = (broken: Known<{ readonly quoted?: string }>) =>
  broken.problem.data.quoted === undefined ? [] : replace(broken, broken.problem.data.quoted, 'Quote the text');

const deleteIgnore = (broken: Known<{ readonly code: string }>) => {
  const { code } = broken.problem.data;
  return fix(broken, 'Delete the ignore', [deletionUp(broken.reading, ['lint', 'ignore', code])]);
};

const cageOn = (broken: Site) => {
  const at = placeAt(broken.reading, ['policy', 'sandbox'])?.at;
  return fix(broken, 'Switch the cage on', [at && { ...at, newText: 'preferred' }]);
};

/** The kinds of problem that can be solved without a person who thinks. */
export const fixers: { readonly [C in ProblemCode]?: Fixer<C> } = {
  LW004: startWithLoop,
  LW009: (broken) => replace(broken, '', 'Delete the character'),
  LW101: nearWord,
  LW102: renameId,
  LW103: (broken) => replace(broken, broken.problem.data.file),
  LW104: quoteIt,
  LW106: (broken) => {
    const { key, within } = broken.problem.data;
    const isTrigger = key === 'on' && within === 'a loop';
    return isTrigger ? fix(broken, 'Add on: manual', [appended(broken.reading, 'on: manual')]) : [];
  },
  LW107: quoteIt,
  LW108: nearWord,
  LW109: (broken) => {
    const { unit, exclusive, limit } = broken.problem.data;
    return unit === '' && !exclusive ? replace(broken, String(limit), `Change to ${limit}`, false) : [];
  },
  LW112: deleteIgnore,
  LW113: deleteIgnore,
  LW114: deleteIgnore,
  LW202: fittingType,
  LW203: nearName,
  LW206: needlessCondition,
  LW210: fiveFields,
  LW213: bothDays,
  LW214: (broken) => replace(broken, 'false'),
  LW220: (broken) => {
    const { near, kind } = broken.problem.data;
    if (near === undefined) return [];
    const agent = kind === 'definition' ? (/^["']?([^:]*:)/.exec(broken.written)?.[1] ?? '') : '';
    return rename(broken, agent + near);
  },
  LW221: (broken) => (broken.problem.data.skill === undefined ? deleteKey(broken) : []),
  LW222: deleteKey,
  LW227: (broken) => replace(broken, broken.problem.data.agent),
  LW228: (broken) => replace(broken, 'auto', 'Use agent: auto'),
  LW229: (broken) => [
    ...replace(broken, 'acp', 'Use agent: acp', false),
    ...replace(broken, 'command', 'Use agent: command', false),
  ],
  LW303: addToGoal,
  LW304: letFail,
  LW306: (broken) => (broken.problem.data.missing === 'threshold' ? replace(broken, '8') : []),
  LW308: (broken) => replace(broken, 'add'),
  LW310: addBudget,
  LW311: addIterations,
  LW313: addDailyCap,
  LW314: (broken) => replace(broken, String(broken.problem.data.max)),
  LW315: deleteLimit,
  LW316: moveToItem,
  LW317: deleteKey,
  LW319: letEnd,
  LW321: (broken) => fix(broken, 'Delete the entry', [deletionOfItem(broken.reading, broken.at.start)]),
  LW323: cageOn,
  LW326: (broken) => fix(broken, 'Ask before it lands', [appended(broken.reading, understandingLine)], false),
  LW327: cageOn,
  LW328: (broken) => replace(broken, 'all'),
  LW331: (broken) => (broken.written === 'merge' ? replace(broken, 'deliver') : []),
  LW332: (broken) => replace(broken, 'reject'),
  LW333: deleteKey,
  LW334: (broken) => replace(broken, String(broken.problem.data.questions)),
  LW335: (broken) => {
    if (broken.problem.data.roles !== 'explorer alone') return [];
    const written = placeAt(broken.reading, ['deliver', 'as'])?.at;
    const added = written ? { ...written, newText: 'report' } : appended(broken.reading, 'deliver: { as: report }');
    return fix(broken, 'Deliver a report', [added]);
  },
  LW337: (broken) => replace(broken, String(broken.problem.data.approvers)),
  LW341: relativeGlob,
  LW351: (broken) => (broken.problem.data.runs === undefined ? [] : rename(broken, broken.problem.data.runs)),
  LW352: (broken) => (broken.problem.data.newer ? [] : replace(broken, String(broken.problem.data.known))),
};
