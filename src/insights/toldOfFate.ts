import { type Fate, followedDays, laterWords } from '../model/fate.ts';
import type { InboxEntry } from '../model/inbox.ts';
import type { Landing } from './landings.ts';

const short = (commit: string): string => commit.slice(0, 10);
const nameOf = ({ commit, item, key }: Landing): string => `${short(commit)}${item === key ? '' : ` (${key})`}`;

/** What the loop should remember of it: only what is new since `before`. */
export function lessonsOf(landing: Landing, fate: Fate, before: Fate | undefined): readonly string[] {
  const { reverted, broke, stands, changedBy, isOver } = fate;
  const name = nameOf(landing);
  const isAmended = isOver && before?.isOver !== true && reverted === undefined && stands !== null && stands < 1;
  const by = changedBy.map(({ commit }) => short(commit)).join(', ');
  return [
    ...(reverted === undefined || before?.reverted !== undefined
      ? []
      : [
          `What landed as ${name} was reverted${laterWords(landing.landedAt, reverted.at)} by ${short(reverted.by)}. Do not bring it again the same way: find out why first.`,
        ]),
    ...(broke === undefined || before?.broke !== undefined
      ? []
      : [`After ${name} landed, the check ${broke.check} failed on a base with it (run ${broke.run}).`]),
    ...(isAmended
      ? [
          `Of what landed as ${name}, ${Math.floor(stands * 100)} % of the lines stand after ${followedDays} days${by === '' ? '' : `; others were changed by ${by}`}.`,
        ]
      : []),
  ];
}

/** What a person is called for: only a revert and failing checks, each once. */
export function entriesOf(landing: Landing, fate: Fate, before: Fate | undefined, at: number): readonly InboxEntry[] {
  const { loop, run, item, landedAt } = landing;
  const { reverted, broke } = fate;
  const about = { loop, run, item, at, actions: ['dismiss', 'snooze'] } satisfies Partial<InboxEntry>;
  const name = nameOf(landing);
  return [
    ...(reverted === undefined || before?.reverted !== undefined
      ? []
      : [
          {
            ...about,
            id: revertedId(landing),
            kind: 'finding' as const,
            severity: 'medium' as const,
            title: `${loop}: what landed as ${name} was reverted`,
            why: `${reverted.by} took it back${laterWords(landedAt, reverted.at)}. The loop remembers it. Read why before you let it work on this again.`,
          },
        ]),
    ...(broke === undefined || before?.broke !== undefined
      ? []
      : [
          {
            ...about,
            id: `failure:${loop}:landing-${landing.commit}-broke`,
            kind: 'failure' as const,
            severity: 'high' as const,
            title: `${loop}: ${broke.check} fails since ${name} landed`,
            why: `Run ${broke.run} of ${broke.loop} found it before it changed anything${broke.tests.length === 0 ? '' : `: ${broke.tests.join(', ')}`}. It passed when the change landed.`,
          },
        ]),
  ];
}

/** Names the entry of a revert, which closes when the landing is back. */
export const revertedId = ({ loop, commit }: Landing): string => `finding:${loop}:landing-${commit}-reverted`;
