import { branchName } from './branchName.ts';
import type { DefectEvidence, Evidence, ObjectionEvidence, Performer, SpentRow } from './evidence.ts';

/** What the evidence page and the command line say of the facts, in the same words. */

/** Letters of a commit that are shown. */
const shortest = 10;
export const shortCommit = (id: string): string => id.slice(0, shortest);

export const iterationWords = (number: number): string =>
  number === 0 ? 'before the first iteration' : `iteration ${number}`;

/** `raised in iteration 2, gone in iteration 3` */
export function standingWords({ raised, gone }: Pick<ObjectionEvidence, 'raised' | 'gone'>): string {
  const since = `Raised ${raised === 0 ? 'before the first iteration' : `in iteration ${raised}`}`;
  return gone === undefined ? `${since}, it stands.` : `${since}, gone in iteration ${gone}.`;
}

const shownText: { readonly [S in DefectEvidence['shown']]: string } = {
  reproduced: 'reproduced',
  'not-reproduced': 'not reproduced',
  'not-tried': 'not tried',
};

/** What running its command showed; a claim without a command cannot be tried. */
export const shownWords = ({ shown, reproduce }: DefectEvidence): string =>
  reproduce === undefined ? 'not tried: no command shows it' : shownText[shown];

/** `main at 12ab34cd56` and what is delivered on it. */
export const fromTo = ({ base, change, deliver }: Evidence): string =>
  `${shortCommit(base)} → ${branchName(deliver.into)}${change === undefined ? '' : ` (head ${shortCommit(change.head)})`}`;

export function sizeWords({ files, added, removed }: NonNullable<Evidence['change']>): string {
  return `${files === 1 ? '1 file' : `${files} files`}, ${added} lines added, ${removed} removed`;
}

export const whoWords: { readonly [W in SpentRow['who']]: string } = {
  explorer: 'Explorer',
  maker: 'Maker',
  checker: 'Checker',
  judge: 'Judge',
  checks: 'Checks',
};

/** `claude 2.1.4, claude-sonnet-4-5` */
export const performerWords = ({ agent, version, model }: Performer): string =>
  [version === undefined ? agent : `${agent} ${version}`, ...(model === undefined ? [] : [model])].join(', ');

export const askedWords = {
  'request-changes': 'asked for changes',
  'take-out': 'took pieces out',
  edit: 'edited it by hand',
} as const;
