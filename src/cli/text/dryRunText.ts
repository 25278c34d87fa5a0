import type { Fact, Life, Station } from '../../model/life.ts';
import { inert, inertLines } from './inert.ts';
import type { Paint } from './paint.ts';
import { wrapped } from './wrapped.ts';

/** Columns of a line, and of the names of facts. */
const columns = 80;
const names = 12;

const brushes = { error: 'red', warning: 'yellow', info: 'cyan' } as const;

/** A dry run for people: what is in the way, then the life of a run, station after station, then what holds all the time. */
export function dryRunText(life: Life, file: string, paint: Paint): readonly string[] {
  const { stations, rules, obstacles, problems, items, shown } = life;
  const others = items.length - 1;
  return [
    `${paint.bold(`Dry run of ${inert(life.loop)}`)}  ${paint.dim('nothing was started, nothing was spent')}`,
    ...obstacles.flatMap((one) => told(paint.red('cannot start'), 'cannot start', one)),
    ...problems.flatMap(({ line, code, severity, message }) =>
      told(paint[brushes[severity]](severity), severity, `${file}:${line} ${code} ${message}`),
    ),
    ...stations.flatMap((station) => stationText(station, file, paint)),
    ...(others < 1
      ? []
      : [
          '',
          ...wrapped(
            `The way of ${inert(items[shown] ?? '')} is shown; ${others} more: ${items
              .filter((_, at) => at !== shown)
              .map(inert)
              .join(', ')}. --json has them all.`,
            columns,
          ),
        ]),
    ...rules.flatMap((station) => stationText(station, file, paint)),
  ];
}

function told(shown: string, word: string, text: string): readonly string[] {
  const [first = '', ...rest] = wrapped(inert(text), columns - word.length - 2);
  return [`${shown}  ${first}`, ...rest.map((line) => `${' '.repeat(word.length + 2)}${line}`)];
}

const depths = { run: 0, item: 0, pass: 2 } as const;

function stationText({ title, summary, line, facts, within }: Station, file: string, paint: Paint): readonly string[] {
  const indent = ' '.repeat(depths[within]);
  const place = line === null ? 'not written' : `${file}:${line}`;
  const room = columns - indent.length - title.length - place.length - 4;
  const short = inert(summary);
  const about = short.length <= room ? short : `${short.slice(0, Math.max(0, room - 1))}…`;
  const gap = ' '.repeat(Math.max(2, room - about.length + 2));
  return [
    '',
    `${indent}${paint.bold(title)}  ${about}${gap}${paint.dim(place)}`,
    ...facts.flatMap((fact) => factText(fact, `${indent}  `, paint)),
  ];
}

function factText({ name, text, as }: Fact, indent: string, paint: Paint): readonly string[] {
  const shown = inert(name);
  const head = `${indent}${paint.dim(shown.padEnd(names))} `;
  const margin = ' '.repeat(indent.length + names + 1);
  if (as === 'block') {
    const lines = inertLines(text).flatMap((line) => wrapped(line, columns - indent.length - 4));
    return [head.trimEnd(), ...lines.map((line) => `${indent}  ${paint.dim('│')} ${line}`.trimEnd())];
  }
  const room = columns - margin.length;
  const lines = (as === 'code' ? inertLines(text) : [inert(text)]).flatMap((line) => wrapped(line, room));
  const [first = '', ...rest] = lines;
  if (shown.length > names) return [`${indent}${paint.dim(shown)}`, ...lines.map((line) => margin + line)];
  return [head + first, ...rest.map((line) => margin + line)];
}
