import type { DryRole } from '../model/dryRun.ts';
import type { Fact } from '../model/life.ts';
import { counted, timeWords } from './amounts.ts';
import { block, code, variables, words } from './facts.ts';

/** Who does a part of the work, with what, and what it is told. */
export function roleFacts(role: DryRole): readonly Fact[] {
  const { skills, connectors, maxTurns, timeoutSeconds } = role;
  return [
    ...words('agent', role.agentWords),
    ...code('command', role.run),
    ...words('model', role.model),
    ...words('effort', role.effort),
    ...skills.flatMap(({ name, file }) => words('skill', file === null ? name : `${name} (${file})`)),
    ...connectors.flatMap(({ name, server, tools }) =>
      words('connector', `${name}: ${server}${tools === null ? ', all of its tools' : ` (${tools.join(', ')})`}`),
    ),
    ...words('session', role.session),
    ...words('turns', maxTurns === null ? null : `at most ${counted(maxTurns, 'model call')} in a pass`),
    ...words('time-out', timeoutSeconds === null ? 'what is left of the budget' : timeWords(timeoutSeconds)),
    ...variables(role.env),
    ...(role.prompt === null ? words('prompt', 'none is needed') : block('prompt', role.prompt)),
  ];
}
