import { branchName } from '../../model/branchName.ts';
import { cageText } from '../../model/cage.ts';
import type { AskedEvidence, Evidence } from '../../model/evidence.ts';
import {
  askedWords,
  fromTo,
  iterationWords,
  performerWords,
  shownWords,
  sizeWords,
  standingWords,
  whoWords,
} from '../../model/evidenceWords.ts';
import { costText, tokensText } from '../../model/spendText.ts';
import { usedOf } from '../../model/usedOf.ts';
import { inert, inertLines } from './inert.ts';
import { checkLines, verdictText } from './iterationText.ts';
import type { Paint } from './paint.ts';
import { statusText } from './statusText.ts';
import { table } from './table.ts';
import { secondsText } from './timeText.ts';

/** What speaks for and against the change of an item, in the order of the evidence page. */
export function evidenceText(of: Evidence, paint: Paint): readonly string[] {
  const name = of.key === of.item ? of.loop : `${of.loop} (${of.key})`;
  return [
    `${paint.bold(inert(name))}  run ${of.run}  ${statusText(of.status, paint)}`,
    ...(of.reason === '' ? [] : [inert(of.reason)]),
    `  ${inert(fromTo(of))}  ${of.change === undefined ? 'no change yet' : sizeWords(of.change)}`,
    ...part('goal', goalLines(of, paint), paint),
    ...part(
      of.proven === null ? 'checks' : `checks, ${iterationWords(of.proven.iteration)}`,
      of.proven === null ? ['none has run yet'] : of.proven.checks.flatMap((check) => checkLines(check, paint)),
      paint,
    ),
    ...part('checker', defectLines(of, paint), paint),
    ...part('judge', verdictLines(of, paint), paint),
    ...part('policy and objections', objectionLines(of, paint), paint),
    ...part('asked by people', of.asked.length === 0 ? ['nothing'] : of.asked.flatMap(askedLines), paint),
    ...part('understanding', [inert(of.understanding?.reason ?? 'there is no change to ask about yet')], paint),
    ...part('cost and time', spentLines(of), paint),
    ...part('done by', performerLines(of), paint),
    ...part('definition', definitionLines(of, paint), paint),
  ];
}

const part = (title: string, lines: readonly string[], paint: Paint): readonly string[] => [
  '',
  paint.bold(title),
  ...lines.map((line) => `  ${line}`),
];

function goalLines({ goal }: Evidence, paint: Paint): readonly string[] {
  if (goal === null) return ['not judged yet'];
  const when = goal.iteration === 0 ? 'before the first iteration' : `after iteration ${goal.iteration}`;
  const mark = (holds: boolean | null): string =>
    holds === null ? paint.yellow('?') : holds ? paint.green('✓') : paint.red('✗');
  return [
    `${mark(goal.accepted)} ${goal.accepted ? 'reached' : 'not reached'} ${when}`,
    ...(goal.parts.length === 0 ? [inert(goal.expression)] : []),
    ...goal.parts.map(({ text, holds, why }) => `${mark(holds)} ${inert(text)}${why === '' ? '' : `: ${inert(why)}`}`),
    ...goal.objections.map((text) => paint.yellow(inert(text))),
  ];
}

function defectLines({ defects, unreadable, checked }: Evidence, paint: Paint): readonly string[] {
  if (checked.length === 0) return ['no checker has looked at it'];
  const unread = unreadable.map((number) => paint.yellow(`gave no valid verdict in iteration ${number}`));
  if (defects.length === 0) return [`claimed no defect, asked in iteration ${checked.join(', ')}`, ...unread];
  return [
    ...defects.flatMap((defect) => {
      const { severity, title, file, line, reproduce, evidence, gone } = defect;
      const place = file === undefined ? '' : ` ${inert(file)}${line === undefined ? '' : `:${line}`}`;
      const claim = `defect (${severity})`;
      return [
        `${gone === undefined ? paint.yellow(claim) : claim}${place}  ${inert(title)}`,
        `  ${standingWords(defect)} Its claim: ${shownWords(defect)}.`,
        ...(reproduce === undefined ? [] : [`  ${paint.dim(`$ ${inert(reproduce)}`)}`]),
        ...(evidence === '' ? [] : inertLines(evidence).map((text) => `  ${paint.dim(text)}`)),
      ];
    }),
    ...unread,
  ];
}

function verdictLines({ verdicts }: Evidence, paint: Paint): readonly string[] {
  if (verdicts.length === 0) return ['no judge has scored it'];
  return verdicts.toReversed().flatMap(({ iteration, ...verdict }) => {
    const [first = '', ...more] = verdictText(verdict, paint);
    return [`${iterationWords(iteration)}, ${first}`, ...more];
  });
}

function objectionLines({ objections }: Evidence, paint: Paint): readonly string[] {
  if (objections.length === 0) return ['nothing was objected to'];
  return objections.flatMap((objection) => {
    const text = inert(objection.text);
    return [objection.gone === undefined ? paint.yellow(text) : text, `  ${paint.dim(standingWords(objection))}`];
  });
}

function askedLines({ kind, by, after, note, remarks, takenOut }: AskedEvidence): readonly string[] {
  return [
    `${inert(by)} ${askedWords[kind]}${after === undefined ? '' : ` after iteration ${after}`}`,
    ...(note === undefined ? [] : inertLines(note).map((line) => `  ${line}`)),
    ...remarks.flatMap(({ anchor, said }) => [
      `  ${inert(anchor.path)}:${anchor.first}${anchor.side === 'base' ? ' (old)' : ''}`,
      ...said.flatMap(inertLines).map((line) => `    ${line}`),
    ]),
    ...takenOut.map(({ path, why }) => `  taken out of ${inert(path)}${why === undefined ? '' : `: ${inert(why)}`}`),
  ];
}

function spentLines({ spent, budget }: Evidence): readonly string[] {
  const limit = budget?.limits.find(({ scope }) => scope === 'run') ?? {};
  const rows = spent.map(({ who, iteration, seconds, tokens, costUsd }) =>
    [
      whoWords[who],
      iterationWords(iteration),
      secondsText(seconds),
      ...(who === 'checks' ? [] : [tokensText(tokens), costText(costUsd)]),
    ].map((text) => ({ text })),
  );
  return [
    ...(budget === undefined ? ['the loop keeps no budget'] : [`the run: ${usedOf(budget.run, limit).words}`]),
    ...table(rows, new Set([2])),
  ];
}

function performerLines({ performers, cage }: Evidence): readonly string[] {
  return [
    ...performers.map((one) => {
      const denied = one.denied === 0 ? '' : `, denied ${one.denied} times`;
      return `${whoWords[one.role]}: ${inert(performerWords(one))}${denied}`;
    }),
    ...(cage === undefined ? [] : [`cage: ${inert(cageText(cage))}`]),
  ];
}

function definitionLines({ definition, base, deliver }: Evidence, paint: Paint): readonly string[] {
  const { file, digest, committed } = definition;
  return [
    `${inert(file)}  ${digest}`,
    `read at ${base.slice(0, 10)}, for ${inert(branchName(deliver.into))}`,
    ...(committed ? [] : [paint.yellow('it was not committed as it stood')]),
  ];
}
