import { branchFault, revisionFault } from '../refName.ts';
import { filledForm } from '../templates.ts';
import { keysAt, type Lint, textAt } from './lint.ts';

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

/** The old side of a proof is where the run started, so another base would be a promise that nobody keeps. */
export const proofOnOtherBase: Lint = function* ({ reading }) {
  const runs = textAt(reading, ['isolation', 'base'])?.text;
  for (const id of keysAt(reading, ['checks'])) {
    const base = textAt(reading, ['checks', id, 'red-green', 'base']);
    if (!base || base.text === runs) continue;
    yield { code: 'LW351', ...base.place.at, data: { base: base.text, ...(runs === undefined ? {} : { runs }) } };
  }
};
