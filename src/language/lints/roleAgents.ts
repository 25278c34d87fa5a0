import { splitAgent } from '../../model/agents.ts';
import { type Path, placeAt, type Reading, type Span } from '../reading.ts';
import { textAt } from './lint.ts';

export const roleNames = ['explorer', 'maker', 'checker', 'judge'] as const;
export type RoleName = (typeof roleNames)[number];

/** A role that is written, and who performs it. */
export interface RoleAgent {
  readonly role: RoleName;
  readonly path: Path;
  /** What is written, or what holds where nothing is; any text. */
  readonly agent: string;
  readonly definition?: string;
  /** Where the agent is named; the role's key where it is not. */
  readonly at: Span;
}

/** The roles that are maps, with their agents. */
export function roleAgents(reading: Reading): readonly RoleAgent[] {
  return roleNames.flatMap((role): readonly RoleAgent[] => {
    const path = ['roles', role];
    const place = placeAt(reading, path);
    if (typeof place?.value !== 'object' || place.value === null || Array.isArray(place.value)) return [];
    const written = textAt(reading, [...path, 'agent']);
    const fallback = placeAt(reading, [...path, 'run']) ? 'command' : 'auto';
    const at = written?.place.at ?? place.key ?? place.at;
    return [{ role, path, at, ...splitAgent(written?.text ?? fallback) }];
  });
}
