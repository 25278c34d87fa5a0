import { templatesIn } from '../../model/templatePath.ts';
import { branchFault, revisionFault } from '../refName.ts';
import { filledForm } from '../templates.ts';
import { isWritten, type Lint, numberAt, textAt } from './lint.ts';

export const badBranch: Lint = function* ({ reading }) {
  const branch = textAt(reading, ['isolation', 'branch']);
  const rules = [
    { found: branch, fault: branch && branchFault(filledForm(branch.text)) },
    ...[
      { path: ['isolation', 'base'], rule: revisionFault },
      { path: ['deliver', 'into'], rule: branchFault },
    ].map(({ path, rule }) => {
      const found = textAt(reading, path);
      return { found, fault: found && rule(found.text) };
    }),
  ];
  for (const { found, fault } of rules) {
    if (found && fault) yield { code: 'LW342', ...found.place.at, data: { name: found.text, why: fault } };
  }
};

/** A run stops when its branch exists already, so a name that never changes works once. */
export const branchNotUnique: Lint = function* ({ reading }) {
  const branch = textAt(reading, ['isolation', 'branch']);
  if (!branch || branch.text === '') return;
  const names = templatesIn(branch.text).map(({ name }) => name ?? '');
  const several = isWritten(reading, ['items']) && numberAt(reading, ['items', 'max'])?.value !== 1;
  if (several && !names.some((name) => name.startsWith('item.'))) {
    yield { code: 'LW343', ...branch.place.at, severity: 'error', data: { missing: 'item.id' } };
  } else if (!names.includes('run.id')) yield { code: 'LW343', ...branch.place.at, data: { missing: 'run.id' } };
};
