import type { Debt, LandingRecord, OwedUnit } from '../../model/debt.ts';
import { inert } from './inert.ts';
import { localTime } from './localTime.ts';
import type { Paint } from './paint.ts';
import { table } from './table.ts';

/** Units that are listed unless all are wanted. */
const mostUnits = 20;

/** What is owed, most first, with the reason for each unit. */
export function debtText(
  { me, mine, repository, units }: Debt,
  { repository: isOfAll = false, all = false }: { readonly repository?: boolean; readonly all?: boolean },
  paint: Paint,
): readonly string[] {
  const sums = [
    `${inert(me)} owes ${linesText(mine)}.`,
    `The repository owes ${linesText(repository)} that nobody has shown to understand.`,
  ];
  const listed = all ? units : units.slice(0, mostUnits);
  if (listed.length === 0) {
    return [...sums, isOfAll ? 'Everything that landed is understood by somebody.' : 'You owe nothing: go on.'];
  }
  const left = units.length - listed.length;
  return [
    ...sums,
    '',
    ...table(
      listed.map((unit) => rowOf(unit, paint)),
      new Set([0]),
    ),
    ...(left === 0 ? [] : [`and ${left} more: loopwright debt --all`]),
    '',
    'next: loopwright quiz',
  ];
}

function rowOf({ owed, path, line, name, why }: OwedUnit, paint: Paint) {
  const place = inert(line === undefined ? path : `${path}:${line}`);
  return [
    { text: numberText(owed) },
    { text: place },
    { text: inert(name) },
    { text: inert(why), shown: paint.dim(inert(why)) },
  ];
}

/** `180 lines, about 36 minutes`. */
export function linesText({ owed, minutes }: Debt['mine']): string {
  if (owed === 0) return 'nothing';
  const lines = numberText(owed);
  const time = Math.ceil(minutes);
  return `${lines} ${lines === '1' ? 'line' : 'lines'}, about ${time === 1 ? 'a minute' : `${time} minutes`} of reading`;
}

/** A debt that is there is never shown as none. */
const numberText = (owed: number): string => (owed > 0 && owed < 0.5 ? '< 1' : String(Math.round(owed)));

/** What landings left to be known of a place, newest first. */
export function whyText(records: readonly LandingRecord[], paint: Paint): readonly string[] {
  return records.flatMap((record, index) => [...(index === 0 ? [] : ['']), ...recordText(record, paint)]);
}

function recordText({ at, loop, run, what, why, ...more }: LandingRecord, paint: Paint): readonly string[] {
  const { units, takenOut, remarks, misses, overridden, despiteDebt } = more;
  return [
    `${paint.bold(inert(what))}`,
    `  ${localTime(at)}, ${inert(loop)}, run ${inert(run)}`,
    `  wanted: ${inert(why)}`,
    ...units.map(({ unit, asLanded }) => `  ${inert(unit)}${asLanded ? '' : ' (changed since)'}`),
    ...takenOut.map((text) => `  taken out: ${inert(text)}`),
    ...remarks.map((text) => `  remark: ${inert(text)}`),
    ...(misses === 0 ? [] : [`  missed: ${misses} ${misses === 1 ? 'prompt' : 'prompts'} about it`]),
    ...(overridden === undefined ? [] : [`  landed without being understood: ${inert(overridden)}`]),
    ...(despiteDebt === undefined ? [] : [`  started in spite of the debt: ${inert(despiteDebt)}`]),
  ];
}
