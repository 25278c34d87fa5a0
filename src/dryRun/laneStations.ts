import type { DryGate, DryRole, DryRun, DryUnit } from '../model/dryRun.ts';
import type { Station } from '../model/life.ts';
import { counted, timeWords } from './amounts.ts';
import { block, code, variables, words } from './facts.ts';
import { roleFacts } from './roleFacts.ts';

/** The way of one item, in order. */
export function laneStations(dry: DryRun, unit: DryUnit): readonly Station[] {
  const role = (name: DryRole['role']) => unit.roles.find((one) => one.role === name);
  const gates = (...before: readonly DryGate['before'][]) =>
    dry.gates.filter((gate) => before.includes(gate.before)).map(gateStation);
  return [
    ...gates('item'),
    worktreeStation(dry, unit),
    ...roleStation(role('explorer'), 'item'),
    ...gates('spend'),
    ...roleStation(role('maker'), 'pass'),
    ...checksStation(unit, dry),
    ...roleStation(role('checker'), 'pass'),
    ...roleStation(role('judge'), 'pass', dry),
    ...goalStation(dry),
    ...gates('deliver', 'merge'),
    deliverStation(dry),
  ];
}

function worktreeStation({ setup, items }: DryRun, { branch, item, failure }: DryUnit): Station {
  const { line, commands, keep } = setup;
  return {
    id: 'worktree',
    kind: 'worktree',
    title: 'Worktree',
    summary: commands.length === 0 ? 'a fresh checkout' : `a fresh checkout, ${counted(commands.length, 'command')}`,
    line,
    within: 'item',
    facts: [
      ...words('item', items === null ? null : item.key),
      ...block('data', items === null ? null : dataText(item.data)),
      ...words('fails', failure),
      ...code('branch', branch),
      ...words('branch', branch === null && failure === null ? 'none: nothing is changed' : null),
      ...commands.flatMap((run) => code('setup', run)),
      ...words('kept', keep),
    ],
  };
}

/** Nothing where there is nothing to show. */
const dataText = (data: unknown): string => {
  const text = JSON.stringify(data, null, 2);
  return text === '{}' ? '' : text;
};

const titles = { explorer: 'Explorer', maker: 'Maker', checker: 'Checker', judge: 'Judge' } as const;

function roleStation(role: DryRole | undefined, within: Station['within'], dry?: DryRun): readonly Station[] {
  if (role === undefined) return [];
  const { role: kind, line, agentWords } = role;
  const judged = dry?.goal?.judge;
  return [
    {
      id: kind,
      kind,
      title: titles[kind],
      summary: agentWords,
      line,
      within,
      facts: [
        ...roleFacts(role),
        ...words('rubric', judged?.rubric ?? null),
        ...words('passes', judged ? `from ${judged.minScore} of 10${panelWords(judged.panel)}` : null),
      ],
    },
  ];
}

const panelWords = (panel: number): string => (panel === 1 ? '' : `, for most of ${panel} judges`);

function checksStation({ checks, metrics }: DryUnit, { goal }: DryRun): readonly Station[] {
  if (goal === null || checks.length + metrics.length === 0) return [];
  const counts = [
    ...(checks.length === 0 ? [] : [counted(checks.length, 'check')]),
    ...(metrics.length === 0 ? [] : [counted(metrics.length, 'metric')]),
  ];
  return [
    {
      id: 'checks',
      kind: 'checks',
      title: checks.length === 0 ? 'Metrics' : 'Checks',
      summary: counts.join(', '),
      line: [...checks, ...metrics][0]?.line ?? null,
      within: 'pass',
      facts: [
        ...checks.flatMap(({ id, run, timeoutSeconds, repeat, redGreen, env }) => [
          ...code(id, run),
          ...words('', checkWords(timeoutSeconds, repeat, redGreen)),
          ...variables(env),
        ]),
        ...metrics.flatMap(({ id, run, timeoutSeconds, better, ratchet, env }) => [
          ...code(id, run),
          ...words(
            '',
            `${better} is better${ratchet ? '; only the best is kept' : ''}; time-out ${timeWords(timeoutSeconds)}`,
          ),
          ...variables(env),
        ]),
        ...words('when', 'before the first pass and after each'),
      ],
    },
  ];
}

function checkWords(timeoutSeconds: number, repeat: number, redGreen: readonly string[] | null): string {
  return [
    ...(repeat === 1 ? [] : [`must pass ${repeat} times`]),
    ...(redGreen === null ? [] : [`proven in four runs with the tests ${redGreen.join(', ')}`]),
    `time-out ${timeWords(timeoutSeconds)}`,
  ].join('; ');
}

function goalStation({ goal }: DryRun): readonly Station[] {
  if (goal === null) return [];
  const { line, until, words: parts, iterations, giveUp, stallAfter, escalate } = goal;
  return [
    {
      id: 'goal',
      kind: 'goal',
      title: 'Goal?',
      summary: counted(iterations, 'pass at most', 'passes at most'),
      line,
      within: 'pass',
      facts: [
        ...code('until', until),
        ...parts.flatMap((part, index) => words(index === 0 ? 'that is' : 'and', part)),
        ...words('gives up', `after ${counted(iterations, 'pass', 'passes')}`),
        ...code('gives up if', giveUp),
        ...words('stalled', `after ${stallAfter} passes in which nothing got better`),
        ...escalate.flatMap((step, index) => words(index === 0 ? 'then' : 'after that', step)),
        ...words('else', escalate.includes('ask a person') ? null : 'it gives up and says why'),
      ],
    },
  ];
}

const gateTitles = {
  item: 'Gate before the item',
  spend: 'Gate before spending',
  deliver: 'Gate',
  merge: 'Gate before merging',
} as const;

function gateStation({ id, before, when, line, words: said }: DryGate): Station {
  return {
    id: `gate:${id}`,
    kind: 'gate',
    title: gateTitles[before],
    summary: id,
    line,
    within: before === 'spend' ? 'pass' : 'item',
    facts: [...code('when', when), ...said.flatMap((one) => words('', one))],
  };
}

function deliverStation({ deliver }: DryRun): Station {
  return {
    id: 'deliver',
    kind: 'deliver',
    title: 'Deliver',
    summary: deliver.as.replace('-', ' '),
    line: deliver.line,
    within: 'item',
    facts: words('', deliver.words).slice(),
  };
}
