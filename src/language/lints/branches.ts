import { branchFault, revisionFault } from '../refName.ts';
import { filledForm, templatesIn } from '../templates.ts';
import { type Lint, textAt } from './lint.ts';

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
  if (!templatesIn(branch.text).some(({ name }) => name === 'run.id'))
    yield { code: 'LW343', ...branch.place.at, data: {} };
};
